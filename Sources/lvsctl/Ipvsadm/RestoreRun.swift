import IPVSKit

/// The lines of standard input, each carried out like a command line of its own.
///
/// A change that is refused is said and skipped; most of what else goes wrong ends the run. The exit status is
/// that of the last line, as ipvsadm has it.
final class RestoreRun {
    private let ipvsadm: Ipvsadm
    private let target: any RestoreTarget
    /// The number of the last line that said something.
    private(set) var line = 0
    /// The exit status of that line.
    private(set) var status: Int32 = 0
    /// Whether a line has ended the run.
    private var isOver = false

    init(_ ipvsadm: Ipvsadm, _ target: any RestoreTarget) {
        self.ipvsadm = ipvsadm
        self.target = target
    }

    /// Carries the lines of standard input out as they arrive.
    func run() throws(IpvsadmFailure) {
        var input = try ipvsadm.reading { () throws(FileError) in
            let reader = ipvsadm.ruleReader(skippingComments: false)
            return try RuleInput(ipvsadm.session.inputFile, reader: reader)
        }
        repeat {
            try carryOut(&input)
            if isOver { break }
            if input.mustWait {
                try flush()
                try ipvsadm.flush()
            }
        } while try ipvsadm.reading { () throws(FileError) in try input.fill() }
        try flush()
    }

    /// Carries out lines that have been read.
    func run(_ lines: [RestoreLine]) throws(IpvsadmFailure) {
        for line in lines where !isOver {
            switch line.content {
            case .success(let command): try carryOut(command, line: line.number)
            case .failure(let error): try passOver(error, line: line.number)
            }
        }
        try flush()
    }

    /// Carries out the lines that have arrived.
    private func carryOut(_ input: inout RuleInput) throws(IpvsadmFailure) {
        while !isOver {
            let command: RuleCommand?
            do throws(RuleError) {
                command = try input.next()
            } catch {
                try passOver(error, line: input.line)
                continue
            }
            guard let command else { return }
            try carryOut(command, line: input.line)
        }
    }

    private func carryOut(_ command: RuleCommand, line: Int) throws(IpvsadmFailure) {
        self.line = line
        status = 0
        if case .change(let change) = command {
            return try sending { () throws(TableError) in
                // Not just `say`, which would be an object of its own for each line.
                try target.add(change, line: line) { say($0, $1, $2) }
            }
        }
        try flush()
        switch command {
        case .restore:
            let hint = RuleError.ipvsadmHint(program: ipvsadm.program)
            throw IpvsadmFailure(hint, status: IpvsadmFailure.refused)
        case .help, .version: isOver = true
        default: break
        }
        try ipvsadm.run(command, on: target.table)
    }

    /// Sends what has not been sent.
    private func flush() throws(IpvsadmFailure) {
        try sending { () throws(TableError) in try target.flush { say($0, $1, $2) } }
    }

    private func sending(_ body: () throws(TableError) -> Void) throws(IpvsadmFailure) {
        do {
            try body()
        } catch {
            throw IpvsadmFailure(error, .addService)
        }
    }

    private func say(_ line: Int, _ operation: IpvsadmOperation, _ errno: Errno) {
        let failure = IpvsadmFailure(operation, errno)
        ipvsadm.say(failure)
        if line == self.line { status = failure.status }
    }

    /// Continues after a line that cannot be understood, if ipvsadm does.
    private func passOver(_ error: RuleError, line: Int) throws(IpvsadmFailure) {
        try flush()
        self.line = line
        let failure = IpvsadmFailure(error, program: ipvsadm.program)
        guard failure.isPassedOver else { throw failure }
        ipvsadm.say(failure)
        status = failure.status
    }
}

/// A line of standard input that says something.
struct RestoreLine {
    var number: Int
    /// What it asks for, or what is wrong with it.
    var content: Result<RuleCommand, RuleError>
}
