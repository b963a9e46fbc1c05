// What ipvsadm's command lines cannot say. Other programs speak to the kernel too, and it stores more than
// ipvsadm can ask for.

extension Change {
    /// Why no command line asks for the change, or for something near it; nil if one does.
    var obstacleToRule: String? {
        switch self {
        case .addService(let service), .editService(let service): service.obstacleToRule
        case .deleteService(let identity): identity.obstacleToRule
        case .addServer(let server, let identity), .editServer(let server, let identity):
            identity.obstacleToRule ?? server.obstacleToRule(in: identity)
        case .deleteServer(_, let identity): identity.obstacleToRule
        case .zero(let identity?) where identity.isUnspecified: "the counters of this service alone"
        case .zero(let identity): identity?.obstacleToRule
        case .startDaemon(let daemon): daemon.obstacleToRule
        case .setTimeouts(let timeouts): timeouts.obstacleToRule
        case .stopDaemon, .clear: nil
        }
    }

    /// What the command line of the change cannot say, one fact each.
    var lossesAsRule: [String] {
        switch self {
        case .addService(let service), .editService(let service): service.lossesAsRule
        case .addServer(let server, _), .editServer(let server, _): server.lossesAsRule
        case .startDaemon(let daemon): daemon.lossesAsRule
        default: []
        }
    }
}

extension ServiceIdentity {
    /// Whether the service is one for the unspecified address and every port.
    var isUnspecified: Bool {
        guard case .endpoint(_, let endpoint) = self else { return false }
        return endpoint == Endpoint(.any(family), port: 0)
    }

    fileprivate var obstacleToRule: String? {
        switch self {
        case .firewallMark(0, _): "a firewall mark of 0"
        case .endpoint(let serviceProtocol, _) where !serviceProtocol.isBalanced:
            "a service of \(serviceProtocol)"
        default: nil
        }
    }
}

extension VirtualService {
    fileprivate var obstacleToRule: String? {
        if let obstacle = identity.obstacleToRule { return obstacle }
        if identity.port == 0, !flags.contains(.persistent) { return "port 0 without persistence" }
        if isOnePacket, let serviceProtocol = identity.serviceProtocol, serviceProtocol != .udp {
            return "one-packet scheduling of \(serviceProtocol)"
        }
        if !scheduler.rawValue.isWord || scheduler.rawValue.count > Scheduler.nameLimit {
            return "a scheduler of this name"
        }
        if let engine, !engine.isWord { return "a persistence engine of this name" }
        return netmask.obstacleToRule(in: identity.family)
    }

    fileprivate var lossesAsRule: [String] {
        var losses: [String] = []
        let unknown = flags.subtracting(.settable)
        if !unknown.isEmpty {
            losses.append("flag bits 0x\(String(unknown.rawValue, radix: 16)) of \(identity)")
        }
        let isPersistent = flags.contains(.persistent)
        if isPersistent ? !(1...Self.timeoutLimit).contains(timeout) : timeout != 0 {
            losses.append("the persistence timeout \(timeout) of \(identity)")
        }
        return losses
    }
}

extension Netmask {
    fileprivate func obstacleToRule(in family: AddressFamily) -> String? {
        if self.family != family { return "a mask of the other address family" }
        if case .ipv6(let length) = self, !(1...128).contains(length) {
            return "a prefix length of \(length)"
        }
        return nil
    }
}

extension RealServer {
    fileprivate func obstacleToRule(in identity: ServiceIdentity) -> String? {
        switch method {
        case .masquerade, .tunnel, .directRouting: break
        default: return "a server with forwarding \(method)"
        }
        if method.keepsPort, let port = identity.port, port != endpoint.port {
            return "a server of \(method) whose port is not the service's"
        }
        if endpoint.address.family != identity.family, method != .tunnel {
            return "a server of the other address family without a tunnel"
        }
        if weight > Self.weightLimit { return "a weight above \(Self.weightLimit)" }
        guard method == .tunnel else { return nil }
        switch tunnel.type {
        case .ipip, .gre: return nil
        case .gue: return tunnel.port == 0 ? "a GUE tunnel without a port" : nil
        default: return "a tunnel of type \(tunnel.type)"
        }
    }

    fileprivate var lossesAsRule: [String] {
        // A weight that is too large is an obstacle.
        var losses: [String] = []
        if mayHaveLargeNumbers {
            losses += Field.serverNumbers.filter { self[$0] > $0.range.upperBound }
                .map { $0.loss(self[$0], of: "\(endpoint)") }
        }
        if tunnel != tunnelAsRule {
            losses.append(
                "the tunnel of \(endpoint): type \(tunnel.type), port \(tunnel.port), "
                    + "flags 0x\(String(tunnel.flags.rawValue, radix: 16))"
            )
        }
        return losses
    }

    /// The tunnel that is read back from the rule.
    private var tunnelAsRule: Tunnel {
        guard method == .tunnel else { return .ipip }
        switch tunnel.type {
        case .gue:
            let flags = tunnel.flags.intersection([.checksum, .remoteChecksum])
            let isRemote = flags.contains(.remoteChecksum)
            return Tunnel(type: .gue, port: tunnel.port, flags: isRemote ? .remoteChecksum : flags)
        case .gre: return Tunnel(type: .gre, flags: tunnel.flags.intersection(.checksum))
        default: return .ipip
        }
    }
}

extension SyncDaemon {
    fileprivate var obstacleToRule: String? {
        if !interface.isWord || interface.count > Self.interfaceLimit { return "an interface of this name" }
        if let group, !group.isMulticast { return "a group that is not multicast" }
        return nil
    }

    fileprivate var lossesAsRule: [String] {
        Field.daemonNumbers.filter { self[$0] > $0.range.upperBound }.map {
            $0.loss(self[$0], of: "the \(role)")
        }
    }
}

extension ConnectionTimeouts {
    fileprivate var obstacleToRule: String? {
        let limit = VirtualService.timeoutLimit
        return max(tcp, tcpFin, udp) > limit ? "timeouts above \(limit) seconds" : nil
    }
}

extension Field {
    /// Says that a number is too large for its option.
    fileprivate func loss(_ number: UInt32, of owner: String) -> String {
        "the \(definition.label) \(number) of \(owner)"
    }
}

extension KernelName {
    /// Whether `ipvsadm -R` reads the name as one word, and a document reads the same word.
    fileprivate var isWord: Bool {
        guard !isEmpty else { return false }
        // Hardly any name is long enough (row `save` of Tests/Guest/instructions).
        if count >= Tokenizer.dropped.count, description.hasSuffix("\(Tokenizer.dropped)") { return false }
        return (0..<count).allSatisfy { index in
            (0x21...0x7E).contains(self[index]) && !Self.special.contains(self[index])
        }
    }

    private static let special: [UInt8] = [
        Byte.numberSign, Byte.quotationMark, Byte.apostrophe, Byte.backslash,
    ]
}
