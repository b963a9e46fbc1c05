/// A change that was refused, and what the kernel said.
public struct RefusedChange: Error, Hashable, Sendable {
    /// The change.
    public var change: Change
    /// The kernel's error number.
    public var errno: Errno
    /// The kernel's own explanation; IPVS gives hardly any.
    public var kernelText: String

    /// Creates a refusal.
    package init(change: Change, errno: Errno, kernelText: String = "") {
        self.change = change
        self.errno = errno
        self.kernelText = kernelText
    }
}

extension RefusedChange: CustomStringConvertible {
    /// `cannot add real server 10.0.0.2:80 to tcp 10.0.0.1:80: no such virtual service`.
    public var description: String {
        var text = "cannot \(change): \(cause)"
        if !kernelText.isEmpty { text += " [\(kernelText)]" }
        return text
    }

    /// What the error number means for this change, with what to do about it.
    package var cause: String {
        switch (errno, change) {
        case (.exists, .addService), (.exists, .addServer): "it exists already"
        case (.exists, .startDaemon(let daemon)): "a sync \(daemon.role) is already running"
        case (.noSuchService, .stopDaemon(let role)): "no sync \(role) is running"
        case (.noSuchService, _): "no such virtual service"
        case (.noSuchEntry, .editServer), (.noSuchEntry, .deleteServer): "no such real server"
        case (.noSuchEntry, .addService(let service)), (.noSuchEntry, .editService(let service)):
            missingModule(service)
        case (.invalid, .addServer(let server, let identity)): invalid(server, identity)
        case (.invalid, .editServer(let server, let identity)): invalid(server, identity)
        case (.invalid, .addService): "the kernel does not say why (\(Self.estimatorLimit))"
        case (.invalid, .startDaemon): "invalid (does a tunnel server of another address family exist?)"
        case (.outOfRange, .addServer), (.outOfRange, .editServer):
            "weight or thresholds are out of range"
        case (.noDevice, .startDaemon(let daemon)): "there is no interface \(daemon.interface)"
        case (.networkUnreachable, .startDaemon(let daemon)), (.networkDown, .startDaemon(let daemon)):
            "no multicast through \(daemon.interface) (is the interface up?) [\(errno)]"
        case (.operationNotPermitted, _): "permission denied (CAP_NET_ADMIN is needed: run as root)"
        case (.noAddressFamily, _): "this kernel has no IPv6, or it is switched off"
        default: errno.description
        }
    }

    private func missingModule(_ service: VirtualService) -> String {
        var text = "the kernel has no scheduler '\(service.scheduler)' (\(service.scheduler.hint))"
        if let engine = service.engine {
            text += " or no persistence engine '\(engine)' (module ip_vs_pe_\(engine))"
        }
        return text
    }

    private func invalid(_ server: RealServer, _ identity: ServiceIdentity) -> String {
        let address = server.endpoint.address
        let threshold = max(server.upperThreshold, server.lowerThreshold)
        if address.family != identity.family {
            return "a server of another address family is refused while a sync daemon runs"
        }
        if server.method == .tunnel, server.tunnel.type == .gue, server.tunnel.port == 0 {
            return "a GUE tunnel needs a port"
        }
        if threshold > RealServer.thresholdLimit {
            return "this kernel accepts thresholds up to \(RealServer.thresholdLimit) only, not \(threshold)"
        }
        if !KernelRules().acceptsServer(address) {
            return "the kernel does not accept \(address) as a server's address (it is not unicast)"
        }
        return
            "the kernel does not say why: \(address) may not be routed as unicast or local (is the loopback "
            + "interface of this network namespace up?), or \(Self.estimatorLimit)"
    }

    /// What refuses services and servers since Linux 6.2 (ip_vs_est.c: a limited number of threads for each processor).
    private static let estimatorLimit =
        "since Linux 6.2 its estimator threads may have no room for more: sysctl net.ipv4.vs.est_cpulist"
}
