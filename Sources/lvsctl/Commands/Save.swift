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

    static func run(_ request: Request, in context: VerbContext) throws {
        // Nobody wants the table that another lvsctl is in the middle of changing.
        let lock = try context.lock(for: .reading)
        let table = try context.table(for: .reading)
        var text = TextPieces()
        var losses: [String] = []
        switch request.format {
        case .rules: losses = try rules(table, request, context, &text)
        case .json: text.append(try json(table, request.choice))
        }
        _ = consume lock
        if request.path == "-" || context.preferences.isDryRun {
            for piece in text.pieces { try context.session.write(verbatim: piece) }
        } else if let remark = try AtomicFile.write(text, to: request.path) {
            context.note("\(remark)")
        }
        guard losses.isEmpty else { throw Failure.lossy(losses) }
    }

    private static func json(_ table: any TableReader, _ choice: ListChoice) throws -> [UInt8] {
        var snapshot = try table.read(choice.service, .withoutCounters, .isError).0
        snapshot.keep(choice.servers)
        return TableDocument.write(snapshot.configuration, choice.selection, as: .json)
    }

    /// Writes the services as they are read, since a large table takes long to copy.
    ///
    /// - Returns: what could not be written.
    private static func rules(
        _ table: any IPVSTable,
        _ request: Request,
        _ context: VerbContext,
        _ text: inout TextPieces
    ) throws -> [String] {
        let choice = request.choice
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
        // A table in a file has no kernel and no host.
        if request.hasHeader, context.preferences.tableFile == nil,
            let header = context.session.saveHeader()
        {
            writer.comment(header)
        }
        writer.write(choice.selection.coverage)
        text.append(writer.bytes)
        return writer.unsaid
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
