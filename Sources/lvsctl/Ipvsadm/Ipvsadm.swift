import Glibc
import IPVSKit

/// Plays ipvsadm: one command line, from its words to its exit status.
///
/// ipvsadm speaks to the kernel before it looks at its words, so that without IPVS it says so whatever the words
/// are. Here the kernel is only asked when that decides what to say; help and version need none.
final class Ipvsadm {
    let session: Session
    let table: KernelTable
    /// What messages call the program.
    let program: String
    private lazy var resolver = DocumentNames(session.names)
    /// What is held back until it is known that it is true; nil to write and say everything at once.
    private var held: [HeldBack]?

    private enum HeldBack {
        case output([UInt8])
        case message(IpvsadmFailure)
    }

    init(_ session: Session, program: String) {
        self.session = session
        self.program = program
        table = session.openKernel()
    }

    /// Runs a command line.
    func run(_ words: ArgumentList) throws(IpvsadmFailure) {
        var parser = CommandLineParser(resolver: resolver, stopsAtPlainWord: Self.stopsAtPlainWord)
        let command: RuleCommand
        do {
            command = try parser.parse(words)
        } catch {
            try contact()
            throw IpvsadmFailure(error, program: program)
        }
        try run(command, on: table)
    }

    /// Runs a command; what it shows is of `shown`, what it changes is in the kernel.
    func run(_ command: RuleCommand, on shown: any IPVSTable) throws(IpvsadmFailure) {
        switch command {
        case .change(let change): try carryOut(change)
        case .list(let options): try list(options, of: shown)
        case .save(let isNumeric): try save(shown, isNumeric: isNumeric)
        case .restore: try restore()
        case .help: try write(Array(IpvsadmText.help.utf8))
        case .version: try write(Array(IpvsadmText.version.utf8))
        }
    }

    private func carryOut(_ change: Change) throws(IpvsadmFailure) {
        let operation = IpvsadmOperation(change)
        let refusal = try asking(operation) { () throws(TableError) in try table.send(change) }
        if let refusal { throw IpvsadmFailure(operation, refusal) }
    }

    // MARK: The kernel

    /// Makes sure that there is IPVS to talk to.
    @discardableResult
    func contact() throws(IpvsadmFailure) -> KernelInfo {
        try asking(.list) { () throws(TableError) in try table.info() }
    }

    /// Asks the kernel.
    func asking<Value>(
        _ operation: IpvsadmOperation,
        _ body: () throws(TableError) -> Value
    ) throws(IpvsadmFailure) -> Value {
        do {
            return try body()
        } catch {
            throw IpvsadmFailure(error, operation)
        }
    }

    // MARK: Words

    /// A reader of the lines of `-R`.
    func ruleReader(skippingComments: Bool) -> RuleReader {
        RuleReader(
            resolver: resolver,
            asRestore: true,
            skipsComments: skippingComments,
            stopsAtPlainWord: Self.stopsAtPlainWord
        )
    }

    /// Reads from standard input.
    func reading<Value: ~Copyable>(
        _ body: () throws(FileError) -> Value
    ) throws(IpvsadmFailure) -> Value {
        do {
            return try body()
        } catch {
            throw IpvsadmFailure(error, program: program)
        }
    }

    /// Whether the environment ends options at the first word that is none, as the library popt has it.
    private static var stopsAtPlainWord: Bool {
        getenv("POSIXLY_CORRECT") != nil || getenv("POSIX_ME_HARDER") != nil
    }

    // MARK: Output

    /// Holds back what is written and said from now on; what had been held back is forgotten.
    func hold() { held = [] }

    /// Writes and says what was held back.
    func release() throws(IpvsadmFailure) {
        guard let held else { return }
        self.held = nil
        for text in held {
            switch text {
            case .output(let bytes): try write(bytes)
            case .message(let failure): say(failure)
            }
        }
    }

    private lazy var showsOutput = session.terminal().isInteractive

    /// Writes to standard output; on a terminal, text is made printable.
    ///
    /// A piece ends where a line does.
    func write(_ bytes: [UInt8]) throws(IpvsadmFailure) {
        if held != nil {
            held?.append(.output(bytes))
            return
        }
        do {
            try session.output.write(showsOutput ? bytes.printableLines : bytes)
        } catch {
            throw IpvsadmFailure(error, program: program)
        }
    }

    /// Sends what was written.
    func flush() throws(IpvsadmFailure) {
        do {
            try session.output.flush()
        } catch {
            throw IpvsadmFailure(error, program: program)
        }
    }

    /// Says what went wrong.
    func say(_ failure: IpvsadmFailure) {
        guard !failure.message.isEmpty else { return }
        if held != nil {
            held?.append(.message(failure))
            return
        }
        // A terminal shows both streams, in their order; elsewhere ipvsadm keeps its output to the end.
        if session.terminal().isInteractive { try? session.output.flush() }
        try? session.errors.write(failure.message.rawBytes + [UInt8(ascii: "\n")])
    }
}

extension Session {
    /// Runs a call in ipvsadm's words; returns the exit status.
    func run(_ invocation: IpvsadmInvocation) -> Int32 {
        // The scripts' messages are those of the program that they run.
        let ipvsadm = Ipvsadm(self, program: invocation.tool == .ipvsadm ? invocation.program : "ipvsadm")
        do throws(IpvsadmFailure) {
            switch invocation.tool {
            case .ipvsadm: try ipvsadm.run(invocation.words)
            case .save: try ipvsadm.runSaveScript(invocation.words)
            case .restore: try ipvsadm.runRestoreScript()
            }
            try ipvsadm.flush()
            return 0
        } catch {
            ipvsadm.say(error)
            try? output.flush()
            return error.status
        }
    }
}
