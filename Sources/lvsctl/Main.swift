import Glibc
import IPVSKit

@main
enum Main {
    static func main() {
        StandardStreams.prepare()
        let session = Session(
            output: StandardOutput(),
            errors: StandardError(),
            commandLine: { CommandLine.arguments.joined(separator: " ") },
            saveHeader: SaveHeader.text,
            names: SystemNames(),
            terminal: Terminal.current,
            openTable: Backend.open,
            openPublicTable: { ProcTable() }
        )
        exit(Program(session: session).run(CommandLine.arguments))
    }
}
