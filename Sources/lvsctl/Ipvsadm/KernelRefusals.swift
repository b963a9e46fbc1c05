import IPVSKit

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
