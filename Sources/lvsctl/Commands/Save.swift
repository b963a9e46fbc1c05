import IPVSKit

/// `lvsctl save`.
struct Save: Verb {
    static let description = VerbDescription(
        "save",
        "Write the whole table, or some services and servers, to a file.",
        synopsis: "[FILE|-] [\(ServiceSelection.synopsis)] [--server ADDRESS]",
        details: """
            Writes rules that ipvsadm can read, too; or JSON, with --json or if the file's name ends in .json. \
            The file is replaced atomically and keeps its owner and mode; a new file can be read by its owner \
            only. Without a file, or with -, writes to standard output. ipvsadm -R stops at comments, so any \
            comments come last. Rules cannot express that no sync daemon runs; JSON can. \
            With -t, -u, --sctp-service, -f or --server, the document is marked as a part of a table: apply and \
            diff --named accept some services, apply --merge and diff --merge also some servers, restore neither.
            """,
        examples: [
            "save /etc/lvsctl.rules",
            "save --json | jq '.services[].address'",
        ]
    )

    let file = Operand("file", "File to write; - is standard output.", candidates: .files)
    let selection = ListSelection()
    let header = HeaderOptions()
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [OptionSection("Which services", selection), OptionSection("What to write", header)]
    }
    var operands: [Operand] { [file] }

    /// What is asked for.
    struct Request {
        /// The file, `-` for standard output.
        let path: String
        let format: TableDocument.Format
        let choice: ListChoice
        let hasHeader: Bool
    }

    func request(_ names: any NameLookup) throws -> Request {
        let path = file.values.first ?? "-"
        return Request(
            path: path,
            format: global.json.isGiven ? .json : TableDocument.Format(ofFile: path),
            choice: try selection.choice(names),
            hasHeader: header.header.isGiven
        )
    }

    static func run(_ request: Request, in environment: Environment) throws {
        // A table in a file has no kernel and no host.
        let hasHeader = request.hasHeader && environment.preferences.tableFile == nil
        // Nobody wants the table that another lvsctl is in the middle of changing.
        let (text, losses) = try environment.tables.withTable(for: .reading) { table in
            switch request.format {
            case .rules:
                let header = hasHeader ? environment.saveHeader : { nil }
                return try rules(table, request.choice, header)
            case .json: return (try json(table, request.choice), [])
            }
        }
        if request.path == "-" || environment.preferences.isDryRun {
            try environment.output.write(verbatim: text)
        } else if let remark = try AtomicFile.write(text, to: request.path) {
            environment.output.note("\(remark)")
        }
        guard losses.isEmpty else { throw LossyError(losses: losses) }
    }

    private static func json(_ table: any TableReader, _ choice: ListChoice) throws -> TextPieces {
        var snapshot = try table.read(choice.service, .withoutCounters, .isError).0
        snapshot.keep(choice.servers)
        var text = TextPieces()
        text.append(TableDocument.write(snapshot.configuration, choice.selection, as: .json))
        return text
    }

    /// Writes the services as they are read, since a large table takes long to copy.
    ///
    /// - Returns: the rules, and what could not be written.
    private static func rules(
        _ table: any IPVSTable,
        _ choice: ListChoice,
        _ header: () -> String?
    ) throws -> (TextPieces, losses: [String]) {
        var text = TextPieces()
        var writer = RulesWriter()
        var isThere = false
        try table.forEachService(reading: .withoutCounters) { all in
            all.placesByIdentity.filter { choice.service == nil || choice.service == all[$0].identity }
        } begin: { _ in
            isThere = false
            text = TextPieces()
            writer = RulesWriter()
        } body: { service in
            isThere = true
            guard let service = service.keeping(choice.servers) else { return }
            writer.write(service)
            text.append(writer.bytes)
            writer.removeWritten()
        }
        if let service = choice.service, !isThere { throw TableError.noSuchService(service) }
        if choice.selection.coverage == .table {
            let timeouts = try table.timeouts()
            // A table in a file may say nothing of them.
            if timeouts != ConnectionTimeouts() { writer.write(.setTimeouts(timeouts)) }
            for daemon in try table.daemons() { writer.write(.startDaemon(daemon)) }
        }
        writer.writeLosses()
        if let header = header() { writer.comment(header) }
        writer.write(choice.selection.coverage)
        text.append(writer.bytes)
        return (text, writer.unsaid)
    }
}

/// The table was saved, but rules cannot say all of it.
private struct LossyError: ReportedError {
    let losses: [String]

    var status: ExitStatus { .no }
    var kind: String { "lossy" }

    func message(_ words: [String]) -> String {
        "rules cannot say everything that the table holds; JSON can (save --json, or a file that ends in .json): "
            + losses.joined(separator: "; ")
    }
}

/// The options for a comment that differs from save to save.
struct HeaderOptions: OptionGroup {
    let header = FlagOption(.header, "Add a last line, a comment, with program, kernel, host and date.")
    let noHeader = FlagOption(.noHeader, "Add no such comment (default).")

    var options: [VerbOption] { [header, noHeader] }
}

extension OptionName {
    fileprivate static let header = OptionName("header")
    fileprivate static let noHeader = OptionName("no-header")
}
