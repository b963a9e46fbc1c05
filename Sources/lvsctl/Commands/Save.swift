import ArgumentParser
import IPVSKit

/// `lvsctl save`.
struct Save: Verb {
    static let configuration = CommandConfiguration(
        commandName: "save",
        _superCommandName: "lvsctl",
        abstract: "Write the whole table to a file, without any loss.",
        usage: "lvsctl save [FILE|-] [OPTIONS]",
        discussion: """
            Writes rules that ipvsadm reads too, or JSON with --json or for a file that ends in .json. A file is \
            replaced in one step and readable by its owner only. Without a file, or for -, standard output.

            EXAMPLES:
              lvsctl save /etc/lvsctl.rules
              lvsctl save --json | jq '.services[].address'
            """
    )

    @Argument(help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file())
    var file: String?
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        let path = file ?? "-"
        let (snapshot, _) = try context.readTable(nil)
        let format: TableDocument.Format = global.json ? .json : TableDocument.Format(ofFile: path)
        var bytes: [UInt8] = []
        // A table in a file has no kernel and no host.
        if format == .rules, context.preferences.tableFile == nil {
            bytes = Array("# \(SaveHeader.text())\n".utf8)
        }
        bytes += TableDocument.write(snapshot.configuration, as: format)
        guard path != "-", !context.preferences.isDryRun else { return try context.write(bytes) }
        do {
            try AtomicFile.write(bytes, to: path)
        } catch {
            throw .output(error)
        }
    }
}
