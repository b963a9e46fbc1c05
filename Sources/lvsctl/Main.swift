import Glibc
import IPVSKit

@main
enum Main {
    static func main() {
        StandardStreams.prepare()
        let session = Session(
            output: StandardOutput(),
            errors: StandardError(),
            lock: { seconds, onWait throws(NamespaceLock.Failure) in
                let command = CommandLine.arguments.joined(separator: " ")
                return try NamespaceLock.take(command: command, wait: seconds, onWait: onWait)
            },
            saveHeader: SaveHeader.text,
            names: SystemNames(),
            terminal: Terminal.current,
            openTable: Backend.open,
            openKernel: { KernelTable() },
            openPublicTable: { ProcTable() }
        )
        exit(Program(session: session).run(arguments))
    }
    /// The words of the command line as they are, which need not be text.
    private static var arguments: [[UInt8]] {
        (0..<Int(CommandLine.argc)).map { index in
            guard let word = CommandLine.unsafeArgv[index] else { return [] }
            return Array(UnsafeRawBufferPointer(start: word, count: strlen(word)))
        }
    }
}
