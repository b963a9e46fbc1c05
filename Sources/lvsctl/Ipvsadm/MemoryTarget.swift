import IPVSKit

/// The table as it will be, beginning with no services, but with the kernel's timeouts and sync daemons.
final class MemoryTarget: RestoreTarget {
    /// What the changes have made.
    private(set) var configuration: TableConfiguration
    /// Whose counters were zeroed; nil stands for all.
    private(set) var zeroed: [ServiceIdentity?] = []
    /// The services of which the kernel has refused something.
    private(set) var refusedServices: Set<ServiceIdentity> = []
    private let info: KernelInfo
    private let refusals: KernelRefusals

    init(_ beginning: TableConfiguration, info: KernelInfo, refusals: KernelRefusals) {
        configuration = beginning
        self.info = info
        self.refusals = refusals
    }

    var table: any IPVSTable { FileTable(configuration, info: info) }

    func add(
        _ change: Change,
        line: Int,
        onRefusal: (Int, IpvsadmOperation, Errno) -> Void
    ) throws(TableError) {
        do throws(Errno) {
            try make(change)
            if case .zero(let identity) = change { zeroed.append(identity) }
        } catch {
            onRefusal(line, IpvsadmOperation(change), error)
        }
    }

    func flush(onRefusal: (Int, IpvsadmOperation, Errno) -> Void) throws(TableError) {}

    /// Makes a change as the kernel does; what only the kernel knows, it is asked later.
    private func make(_ change: Change) throws(Errno) {
        let errno = refusals.error(of: change)
        let (timeouts, daemons) = (configuration.timeouts, configuration.daemons)
        let service = errno == nil ? nil : change.subject.flatMap { configuration.services[$0] }
        try configuration.apply(change, rules: .widest)
        guard let errno else { return }
        (configuration.timeouts, configuration.daemons) = (timeouts, daemons)
        if let identity = change.subject {
            configuration.services[identity] = service
            refusedServices.insert(identity)
        }
        throw errno
    }
}

/// What the kernel has refused.
struct KernelRefusals {
    private var errors: [Subject: Errno] = [:]

    /// What an error is about; the same change is refused again, and others for the same reason.
    private enum Subject: Hashable {
        case modules(Scheduler, KernelName?)
        case service(ServiceIdentity)
        case server(Endpoint, ServiceIdentity)
        case longestTimeout(UInt32)
        case daemon(SyncDaemon)
    }

    /// Notes a refusal.
    mutating func add(_ refused: RefusedChange) {
        let subjects = Self.subjects(of: refused.change)
        // That something is missing is said of a service's scheduler and engine.
        let isModule = refused.errno == .noSuchEntry
        guard let subject = isModule ? subjects.first : subjects.last else { return }
        errors[subject] = refused.errno
    }

    /// Why the kernel would refuse a change; nil as far as is known that it would not.
    func error(of change: Change) -> Errno? {
        guard !errors.isEmpty else { return nil }
        return Self.subjects(of: change).lazy.compactMap { errors[$0] }.first
    }

    private static func subjects(of change: Change) -> [Subject] {
        switch change {
        case .addService(let service), .editService(let service):
            [.modules(service.scheduler, service.engine), .service(service.identity)]
        case .addServer(let server, let identity), .editServer(let server, let identity):
            [.server(server.endpoint, identity)]
        case .setTimeouts(let timeouts): [.longestTimeout(max(timeouts.tcp, timeouts.tcpFin, timeouts.udp))]
        case .startDaemon(let daemon): [.daemon(daemon)]
        case .deleteService, .deleteServer, .stopDaemon, .zero, .clear: []
        }
    }
}
