/// One field in which two configurations of the same thing differ, in words.
public struct FieldDifference: Hashable, Sendable {
    /// The field's name, as in the JSON form where it has one.
    public var name: String
    /// What it was.
    public var old: String
    /// What it will be.
    public var new: String

    private init?(_ name: String, _ old: some CustomStringConvertible, _ new: some CustomStringConvertible) {
        self.name = name
        self.old = old.description
        self.new = new.description
        if self.old == self.new { return nil }
    }

    fileprivate static func all(_ fields: FieldDifference?...) -> [FieldDifference] {
        fields.compactMap(\.self)
    }

    fileprivate static func field(
        _ name: String,
        _ old: some CustomStringConvertible,
        _ new: some CustomStringConvertible
    ) -> FieldDifference? {
        FieldDifference(name, old, new)
    }
}

extension VirtualService {
    /// The fields in which another configuration of this service differs.
    public func differences(to new: VirtualService) -> [FieldDifference] {
        FieldDifference.all(
            .field("scheduler", scheduler, new.scheduler),
            .field("flags", flagText, new.flagText),
            .field("persistent", flags.contains(.persistent), new.flags.contains(.persistent)),
            .field("timeout", timeout, new.timeout),
            .field("netmask", netmask, new.netmask),
            .field("engine", engine?.description ?? "none", new.engine?.description ?? "none"),
            .field("one_packet", isOnePacket, new.isOnePacket)
        )
    }

    private var flagText: String {
        let names = flags.schedulerFlagNames(for: scheduler)
        let unknown = flags.subtracting(.settable)
        let all = unknown.isEmpty ? names : names + ["0x\(String(unknown.rawValue, radix: 16))"]
        return all.isEmpty ? "none" : all.joined(separator: ",")
    }
}

extension RealServer {
    /// The fields in which another configuration of this server differs.
    public func differences(to new: RealServer) -> [FieldDifference] {
        FieldDifference.all(
            .field("method", method, new.method),
            .field("weight", weight, new.weight),
            .field("upper_threshold", upperThreshold, new.upperThreshold),
            .field("lower_threshold", lowerThreshold, new.lowerThreshold),
            .field("tunnel_type", tunnel.type, new.tunnel.type),
            .field("tunnel_port", tunnel.port, new.tunnel.port),
            .field("tunnel_flags", tunnel.flags.rawValue, new.tunnel.flags.rawValue)
        )
    }
}

extension ConnectionTimeouts {
    /// The timeouts that another value sets to something else; what is 0 there stays.
    public func differences(to new: ConnectionTimeouts) -> [FieldDifference] {
        FieldDifference.all(
            new.tcp == 0 ? nil : .field("tcp", tcp, new.tcp),
            new.tcpFin == 0 ? nil : .field("tcp_fin", tcpFin, new.tcpFin),
            new.udp == 0 ? nil : .field("udp", udp, new.udp)
        )
    }
}
