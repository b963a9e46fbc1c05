import Glibc
import IPVSKit

@main
enum Main {
    static func main() {
        StandardStreams.prepare()
        let words = arguments
        let session = Session(
            output: StandardOutput(),
            errors: StandardError(),
            lock: { seconds, onWait throws(NamespaceLock.Failure) in
                try NamespaceLock.take(command: words.line, wait: seconds, onWait: onWait)
            },
            saveHeader: SaveHeader.text,
            names: SystemNames(),
            terminal: Terminal.current,
            openTable: Backend.open,
            openKernel: { KernelTable() },
            openPublicTable: { ProcTable() }
        )
        exit(Program(session: session).run(words))
    }

    /// The words of the command line as they are, which need not be text.
    private static var arguments: ArgumentList {
        var list = ArgumentList()
        for index in 0..<Int(CommandLine.argc) {
            if let word = CommandLine.unsafeArgv[index] { list.append(cString: word) }
        }
        return list
    }
}
