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
                try NamespaceLock.take(command: line(words), wait: seconds, onWait: onWait)
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

    /// The command line, for those who wait for it.
    private static func line(_ words: [[UInt8]]) -> String {
        var bytes: [UInt8] = []
        for word in words {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
            bytes.append(contentsOf: word)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The words of the command line as they are, which need not be text.
    private static var arguments: [[UInt8]] {
        (0..<Int(CommandLine.argc)).map { index in
            guard let word = CommandLine.unsafeArgv[index] else { return [] }
            return Array(UnsafeRawBufferPointer(start: word, count: strlen(word)))
        }
    }
}
