import IPVSKit

/// Why a verb could not do what it was asked for.
enum Failure: Error {
    /// The command line cannot be meant; nothing was touched.
    case usage(UsageError)
    /// The plan looks like a mistake and was not carried out.
    case hazard([PlanHazard])
    /// Another lvsctl was at work all the time.
    case busy(holder: String)
    /// The table changed in what a saved plan touches: the changes that lead back to where the plan began.
    case planOutdated([Change])
    /// At boot, what could be done was done, and not everything could.
    case partly(BootRest)
    /// A file could not be read; nothing was touched.
    case input(FileError)
    /// A file or standard output could not be written.
    case output(FileError)
    /// The table could not be read or changed.
    case table(TableError)
    /// A plan was not carried out, and what had been done of it was undone by these changes.
    case undone(PlanFailure, by: [Change])
    /// A plan was not carried out, and not all of it could be undone: what would still have to be, if that could
    /// be found out, and what was done.
    case notUndone(PlanFailure, remaining: Plan?, undoneBy: [Change])
    /// Other programs kept changing the table; what was done stays, and this is left to do, if that could be found out.
    case contested(attempts: Int, remaining: Plan?)
    /// A setting of the kernel could not be set; the others are as they were.
    case setting(SettingError)
    /// Connections were shown, but not all lines of the kernel's list could be read.
    case unreadable(UnreadableLines)
    /// The table was saved, but rules cannot say all of it.
    case lossy([String])
    /// The answer is no; it has been said already.
    case no
    /// The input is wrong; what is wrong has been said already.
    case judged
}

/// What a table that comes up at boot leaves to do, and why.
struct BootRest {
    /// What was found in the document, when there are errors in it.
    var findings: [Diagnostic] = []
    /// What looked like a mistake, so that nothing was deleted.
    var hazards: [PlanHazard] = []
    /// What the kernel refused.
    var refused: [RefusedChange] = []
    /// What could be read, and is still to do.
    var remaining = Plan([])
    /// Whether a signal came.
    var isInterrupted = false

    /// Whether everything was done.
    var isEmpty: Bool {
        findings.isEmpty && hazards.isEmpty && refused.isEmpty && remaining.isEmpty && !isInterrupted
    }
}

/// The exit status of lvsctl, the same for every verb.
enum ExitStatus: Int32 {
    /// Done.
    case done = 0
    /// The answer is no.
    case no = 1
    /// The command line or the input is wrong; nothing was touched.
    case wrong = 2
    /// The kernel refused; what had been done was undone.
    case refused = 3
    /// The kernel refused, and not everything could be undone.
    case notUndone = 4
    /// There is no IPVS in this kernel, or no permission.
    case unavailable = 5
}

extension Failure {
    /// Any error that a verb throws.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as UsageError: self = .usage(error)
        case let error as TableError: self = .table(error)
        case let error as SettingError: self = .setting(error)
        case let error as FileError: self = error.operation == .read ? .input(error) : .output(error)
        default: preconditionFailure("\(error) is not one of lvsctl's errors")
        }
    }

    /// What the program exits with.
    var status: ExitStatus {
        switch self {
        case .usage, .hazard, .busy, .planOutdated, .input, .judged: .wrong
        case .output, .partly, .contested, .unreadable: .refused
        case .table(let error), .undone(.broken(let error), _): error.status
        case .undone: .refused
        case .setting(let error): error.notUndone.isEmpty ? .refused : .notUndone
        case .notUndone: .notUndone
        case .no, .lossy: .no
        }
    }
}

extension TableError {
    fileprivate var status: ExitStatus {
        switch self {
        case .unavailable: .unavailable
        case .faulty, .unsupported, .document: .wrong
        case .file(_, let operation, _): operation == FileError.Operation.read.rawValue ? .wrong : .refused
        case .refused, .noSuchService, .noSuchServer, .changing, .malformedReply, .notKept, .communication,
            .kernelFile:
            .refused
        }
    }
}
