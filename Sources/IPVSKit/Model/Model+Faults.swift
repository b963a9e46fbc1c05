// What is wrong with a configuration, whether the kernel would notice it or not.
//
// Nearly nothing is wrong with anything, so that no list is made before there is something to put in.

extension ServiceIdentity {
    /// What is wrong with the identity; nil if nothing is.
    public var fault: ConfigurationFault? {
        switch self {
        case .firewallMark(0, _): .markIsZero
        case .firewallMark: nil
        case .endpoint(let transport, _): transport.isBalanced ? nil : .protocolNotBalanced(transport)
        }
    }
}

extension VirtualService {
    /// What is wrong with the service, its identity included.
    public func faults() -> [ConfigurationFault] {
        var faults: [ConfigurationFault] = []
        if let fault = identity.fault { faults.append(fault) }
        if !(1...Scheduler.nameLimit).contains(scheduler.rawValue.count) {
            faults.append(.nameLength(of: "scheduler", name: "\(scheduler)", limit: Scheduler.nameLimit))
        }
        let isPersistent = flags.contains(.persistent)
        if identity.port == 0, !isPersistent { faults.append(.portZeroWithoutPersistence) }
        if isOnePacket, let transport = identity.transportProtocol, transport != .udp {
            faults.append(.onePacketNotUDP(transport))
        }
        let unknown = flags.subtracting(.settable)
        if !unknown.isEmpty { faults.append(.unknownServiceFlags(unknown.rawValue)) }
        if let fault = netmaskFault { faults.append(fault) }
        if isPersistent, !(1...Self.timeoutLimit).contains(timeout) {
            faults.append(.persistenceTimeout(timeout))
        }
        if let engine {
            // One byte less than the kernel's field, as with its other names.
            if !(1...15).contains(engine.count) {
                faults.append(.nameLength(of: "persistence engine", name: "\(engine)", limit: 15))
            } else if !isPersistent {
                faults.append(.engineWithoutPersistence(engine))
            }
        }
        return faults
    }

    private var netmaskFault: ConfigurationFault? {
        if netmask.family != identity.family { return .netmaskFamily(netmask) }
        switch netmask {
        case .ipv4: return netmask.prefixLength == nil ? .netmaskWithHoles(netmask) : nil
        case .ipv6(let length): return (1...128).contains(length) ? nil : .prefixLength(length)
        }
    }
}

extension RealServer {
    /// What is wrong with the server as one of a service of a given family.
    public func faults(in family: AddressFamily) -> [ConfigurationFault] {
        var faults: [ConfigurationFault] = []
        addFaults(in: family, to: &faults)
        return faults
    }

    func addFaults(in family: AddressFamily, to faults: inout [ConfigurationFault]) {
        if method.rawValue > ForwardingMethod.directRouting.rawValue {
            faults.append(.forwardingMethod(method))
        }
        if weight > Self.weightLimit { faults.append(.weight(weight)) }
        if upperThreshold > Self.thresholdLimit { faults.append(.threshold(upperThreshold)) }
        if lowerThreshold > Self.thresholdLimit { faults.append(.threshold(lowerThreshold)) }
        if lowerThreshold > upperThreshold {
            faults.append(.thresholdOrder(lower: lowerThreshold, upper: upperThreshold))
        }
        let address = endpoint.address
        if address.family != family, method != .tunnel {
            faults.append(.serverFamily(endpoint, service: family))
        }
        if !address.isHost || address.isMappedIPv4 {
            faults.append(.serverAddress(address))
        }
        if tunnel != .ipip { addTunnelFaults(to: &faults) }
    }

    private func addTunnelFaults(to faults: inout [ConfigurationFault]) {
        if method != .tunnel { faults.append(.tunnelWithoutTunnelMethod(method)) }
        if (tunnel.type == .gue) == (tunnel.port == 0) {
            faults.append(.tunnelPort(tunnel.port, tunnel.type))
        }
        let allowed: TunnelFlags
        switch tunnel.type {
        case .ipip: allowed = []
        case .gue: allowed = [.checksum, .remoteChecksum]
        case .gre: allowed = .checksum
        default: return faults.append(.tunnelType(tunnel.type))
        }
        let isBoth = tunnel.flags.isSuperset(of: [.checksum, .remoteChecksum])
        if !allowed.isSuperset(of: tunnel.flags) || isBoth {
            faults.append(.tunnelFlags(tunnel.flags, tunnel.type))
        }
    }
}

extension SyncDaemon {
    /// What is wrong with the daemon.
    public func faults() -> [ConfigurationFault] {
        var faults: [ConfigurationFault] = []
        if !(1...Self.interfaceLimit).contains(interface.count) {
            faults.append(.nameLength(of: "interface", name: "\(interface)", limit: Self.interfaceLimit))
        }
        if syncID > 255 { faults.append(.syncID(syncID)) }
        if maximumLength > Self.lengthLimit { faults.append(.syncLength(maximumLength)) }
        if let group, !group.isMulticast { faults.append(.syncGroup(group)) }
        return faults
    }
}

extension ConnectionTimeouts {
    /// What is wrong with the timeouts.
    public func faults() -> [ConfigurationFault] {
        [tcp, tcpFin, udp].filter { $0 > Self.limit }.map { .connectionTimeout($0) }
    }
}

extension IPAddress {
    /// Whether an IPv6 address is an IPv4 address in disguise, `::ffff:0:0/96`.
    var isMappedIPv4: Bool { family == .ipv6 && high == 0 && low >> 32 == 0xFFFF }
}
