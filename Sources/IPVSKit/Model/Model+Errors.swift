// What is wrong with a configuration, whether the kernel would notice it or not.
//
// Nearly nothing is wrong with anything, so that no list is made before there is something to put in.

extension ServiceIdentity {
    /// What is wrong with the identity; nil if nothing is.
    package var error: ConfigurationError? {
        switch self {
        case .firewallMark(0, _): .markIsZero
        case .firewallMark: nil
        case .endpoint(let serviceProtocol, _):
            serviceProtocol.isBalanced ? nil : .protocolNotBalanced(serviceProtocol)
        }
    }
}

extension VirtualService {
    /// What is wrong with the service, its identity included.
    package func errors() -> [ConfigurationError] {
        var errors: [ConfigurationError] = []
        if let error = identity.error { errors.append(error) }
        if !(1...Scheduler.nameLimit).contains(scheduler.rawValue.count) {
            errors.append(.nameLength(of: .scheduler, name: "\(scheduler)", limit: Scheduler.nameLimit))
        }
        let isPersistent = flags.contains(.persistent)
        if identity.port == 0, !isPersistent { errors.append(.portZeroWithoutPersistence) }
        if isOnePacket, let serviceProtocol = identity.serviceProtocol, serviceProtocol != .udp {
            errors.append(.onePacketNotUDP(serviceProtocol))
        }
        let unknown = flags.subtracting(.settable)
        if !unknown.isEmpty { errors.append(.unknownServiceFlags(unknown.rawValue)) }
        if let error = netmaskError { errors.append(error) }
        if isPersistent, !(1...Self.timeoutLimit).contains(timeout) {
            errors.append(.outOfRange(.timeout, timeout))
        }
        if let engine {
            if !(1...VirtualService.engineLimit).contains(engine.count) {
                let limit = VirtualService.engineLimit
                errors.append(.nameLength(of: .engine, name: "\(engine)", limit: limit))
            } else if !isPersistent {
                errors.append(.engineWithoutPersistence(engine))
            }
        }
        return errors
    }

    private var netmaskError: ConfigurationError? {
        if netmask.family != identity.family { return .netmaskFamily(netmask) }
        switch netmask {
        case .ipv4: return netmask.prefixLength == nil ? .netmaskWithHoles(netmask) : nil
        case .ipv6(let length): return (1...128).contains(length) ? nil : .prefixLength(length)
        }
    }
}

extension RealServer {
    /// What is wrong with the server as one of a service of a given family.
    package func errors(in family: AddressFamily) -> [ConfigurationError] {
        var errors: [ConfigurationError] = []
        addErrors(in: family, to: &errors)
        return errors
    }

    func addErrors(in family: AddressFamily, to errors: inout [ConfigurationError]) {
        if method.rawValue > ForwardingMethod.directRouting.rawValue {
            errors.append(.forwardingMethod(method))
        }
        if mayHaveLargeNumbers {
            errors += Field.serverNumbers.compactMap { $0.error(self[$0]) }
        }
        if lowerThreshold > upperThreshold {
            errors.append(.thresholdOrder(lower: lowerThreshold, upper: upperThreshold))
        }
        let address = endpoint.address
        if address.family != family, method != .tunnel {
            errors.append(.serverFamily(endpoint, service: family))
        }
        if !address.isHost || address.isMappedIPv4 {
            errors.append(.serverAddress(address))
        }
        addTunnelErrors(to: &errors)
    }

    private func addTunnelErrors(to errors: inout [ConfigurationError]) {
        let tunnel = givenTunnel
        guard tunnel != .ipip else { return }
        if method != .tunnel { errors.append(.tunnelWithoutTunnelMethod(method)) }
        if (tunnel.type == .gue) == (tunnel.port == 0) {
            errors.append(.tunnelPort(tunnel.port, tunnel.type))
        }
        let allowed: TunnelFlags
        switch tunnel.type {
        case .ipip: allowed = []
        case .gue: allowed = [.checksum, .remoteChecksum]
        case .gre: allowed = .checksum
        default: return errors.append(.tunnelType(tunnel.type))
        }
        let isBoth = tunnel.flags.isSuperset(of: [.checksum, .remoteChecksum])
        if !allowed.isSuperset(of: tunnel.flags) || isBoth {
            errors.append(.tunnelFlags(tunnel.flags, tunnel.type))
        }
    }
}

extension SyncDaemon {
    /// What is wrong with the daemon.
    package func errors() -> [ConfigurationError] {
        var errors: [ConfigurationError] = []
        if !(1...Self.interfaceLimit).contains(interface.count) {
            errors.append(.nameLength(of: .interface, name: "\(interface)", limit: Self.interfaceLimit))
        }
        errors += Field.daemonNumbers.compactMap { $0.error(self[$0]) }
        if let group, !group.isMulticast { errors.append(.syncGroup(group)) }
        return errors
    }
}

extension ConnectionTimeouts {
    /// What is wrong with the timeouts.
    package func errors() -> [ConfigurationError] {
        Field.timeoutNumbers.compactMap { $0.error(self[$0]) }
    }
}

extension IPAddress {
    /// Whether an IPv6 address is an IPv4 address in disguise, `::ffff:0:0/96`.
    var isMappedIPv4: Bool { family == .ipv6 && high == 0 && low >> 32 == 0xFFFF }
}
