import Glibc
import IPVSKit

/// Why a command of ipvsadm's did not do what it was asked for, in ipvsadm's words.
struct IpvsadmFailure: Error {
    /// What goes to standard error, without the line break at the end.
    var message: String
    /// What the program exits with.
    var status: Int32
    /// Whether `-R` continues with the next line.
    var isPassedOver = false

    /// The kernel refused something, or something cannot be said.
    static let refused: Int32 = 255
    /// The command line is wrong, or there is no IPVS.
    static let wrong: Int32 = 2
    /// Something could not be listed.
    static let unlisted: Int32 = 1

    init(_ message: String, status: Int32, isPassedOver: Bool = false) {
        self.message = message
        self.status = status
        self.isPassedOver = isPassedOver
    }

    /// What is wrong with a command line.
    init(_ error: RuleError, program: String) {
        message = error.ipvsadmMessage(program: program)
        status = error.ipvsadmStatus
        switch error.cause {
        case .unknownOption, .missingValue, .unwantedValue: isPassedOver = true
        default: isPassedOver = false
        }
    }

    /// A change that the kernel refused.
    init(_ operation: IpvsadmOperation, _ errno: Errno) {
        self.init(operation.text(errno), status: Self.refused, isPassedOver: true)
    }

    /// Why the table could not be read or changed.
    init(_ error: TableError, _ operation: IpvsadmOperation) {
        let status = operation == .list ? Self.unlisted : Self.refused
        switch error {
        case .unavailable(let reason): self.init(reason)
        case .refused(let refused): self.init(operation, refused.errno)
        case .noSuchService: self.init(operation.text(.noSuchService), status: status)
        case .communication(_, let error):
            self.init(error.refusal.map { operation.text($0.errno) } ?? "\(error)", status: status)
        case .file(let path, _, _) where operation == .list:
            self.init("cannot open file \(path)", status: status)
        default: self.init("\(error)", status: status)
        }
    }

    /// A file that could not be read or written.
    init(_ error: FileError, program: String) {
        // Nobody reads on: there is nobody to tell, and nothing wrong with it.
        let isOver = error.operation == .write && error.errno == .brokenPipe
        self.init(isOver ? "" : "\(program): \(error)", status: isOver ? 0 : Self.unlisted)
    }

    /// Why there is no IPVS to talk to.
    ///
    /// ipvsadm asks whether the module is there in all cases; here only where that is the question.
    private init(_ reason: TableError.Unavailability) {
        let start = "Can't initialize ipvs: "
        switch reason {
        case .noModule:
            self.init(
                start + "Protocol not available\n"
                    + "Are you sure that IP Virtual Server is built in the kernel or as module?",
                status: Self.wrong
            )
        case .noPermission:
            self.init(
                start + "Permission denied (you must be root)\nCAP_NET_ADMIN is needed.",
                status: Self.wrong
            )
        case .userNamespace:
            self.init(
                start + "Permission denied (you must be root)\n"
                    + "CAP_NET_ADMIN is needed in the initial user namespace; that of a container does not do.",
                status: Self.wrong
            )
        }
    }
}

/// What is being done when the kernel refuses it; the same error means something else each time.
enum IpvsadmOperation: UInt8, CaseIterable {
    case addService, editService, deleteService, addServer, editServer, deleteServer
    case clear, zero, setTimeouts, startDaemon, stopDaemon, list

    init(_ change: Change) {
        self =
            switch change {
            case .addService: .addService
            case .editService: .editService
            case .deleteService: .deleteService
            case .addServer: .addServer
            case .editServer: .editServer
            case .deleteServer: .deleteServer
            case .clear: .clear
            case .zero: .zero
            case .setTimeouts: .setTimeouts
            case .startDaemon: .startDaemon
            case .stopDaemon: .stopDaemon
            }
    }

    /// What ipvsadm says of an error.
    func text(_ errno: Errno) -> String {
        let own = Self.own.first { $0.errno == errno && $0.operations.contains(self) }
        return own?.text ?? Self.common[errno] ?? String(cString: strerror(errno.rawValue))
    }

    private static let own: [(errno: Errno, operations: [IpvsadmOperation], text: String)] = [
        (.exists, [.addService], "Service already exists"),
        (.exists, [.addServer], "Destination already exists"),
        (.exists, [.startDaemon], "Daemon has already run"),
        (.noSuchEntry, [.addService, .editService], "Scheduler or persistence engine not found"),
        (.noSuchEntry, [.editServer, .deleteServer], "No such destination"),
        (.noSuchService, [.editService, .deleteService, .zero, .list], "No such service"),
        (.noSuchService, [.addServer, .editServer, .deleteServer], "Service not defined"),
        (.noSuchService, [.stopDaemon], "No daemon is running"),
    ]

    private static let common: [Errno: String] = [
        .operationNotPermitted: "Permission denied (you must be root)",
        .invalid: "Invalid operation.  Possibly wrong module version, address not unicast, ...",
        .noProtocol: "Protocol not available",
        .outOfMemory: "Memory allocation problem",
        .notSupported: "Operation not supported with IPv6",
        .noAddressFamily: "Operation not supported with specified address family",
        .messageSize: "Module is wrong version",
    ]
}
