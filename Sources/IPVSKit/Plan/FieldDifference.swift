/// One field in which two configurations of the same thing differ.
package struct FieldDifference: Hashable, Sendable {
    /// A field's value, as documents write it.
    package enum Value: Hashable, Sendable {
        /// A number.
        case number(UInt32)
        /// Whether something is so.
        case flag(Bool)
        /// A word.
        case text(String)
    }

    /// The field's name, as in the JSON form where it has one.
    package var name: String
    /// What it was.
    package var old: Value
    /// What it will be.
    package var new: Value

    fileprivate static func all(_ fields: FieldDifference?...) -> [FieldDifference] {
        fields.compactMap(\.self)
    }

    fileprivate static func field(_ field: Field, _ old: Value, _ new: Value) -> FieldDifference? {
        old == new ? nil : FieldDifference(name: field.definition.name, old: old, new: new)
    }

    fileprivate static func field(_ name: Field, _ old: UInt32, _ new: UInt32) -> FieldDifference? {
        field(name, .number(old), .number(new))
    }

    fileprivate static func field(_ name: Field, _ old: Bool, _ new: Bool) -> FieldDifference? {
        field(name, .flag(old), .flag(new))
    }

    fileprivate static func field(
        _ name: Field,
        _ old: some CustomStringConvertible,
        _ new: some CustomStringConvertible
    ) -> FieldDifference? {
        field(name, .text(old.description), .text(new.description))
    }
}

extension FieldDifference.Value: CustomStringConvertible {
    /// The value alone.
    package var description: String {
        switch self {
        case .number(let number): "\(number)"
        case .flag(let flag): "\(flag)"
        case .text(let text): text
        }
    }
}

extension VirtualService {
    /// The fields in which another configuration of this service differs.
    package func differences(to new: VirtualService) -> [FieldDifference] {
        FieldDifference.all(
            .field(.scheduler, scheduler, new.scheduler),
            .field(.schedulerFlags, flagText, new.flagText),
            .field(.persistence, flags.contains(.persistent), new.flags.contains(.persistent)),
            .field(.timeout, timeout, new.timeout),
            .field(.netmask, netmask.value, new.netmask.value),
            .field(.engine, engine?.description ?? "none", new.engine?.description ?? "none"),
            .field(.onePacket, isOnePacket, new.isOnePacket)
        )
    }

    private var flagText: String {
        let names = flags.schedulerFlagNames(for: scheduler)
        let unknown = flags.subtracting(.settable)
        let all = unknown.isEmpty ? names : names + ["0x\(String(unknown.rawValue, radix: 16))"]
        return all.isEmpty ? "none" : all.joined(separator: ",")
    }
}

extension Netmask {
    /// The mask as documents write it: IPv4 as an address, IPv6 as a prefix length.
    fileprivate var value: FieldDifference.Value {
        switch self {
        case .ipv4: .text(description)
        case .ipv6(let length): .number(length)
        }
    }
}

extension NamedNumber {
    /// The number as documents write it: its name where it has one.
    fileprivate var value: FieldDifference.Value {
        name.map { .text($0) } ?? .number(UInt32(rawValue))
    }
}

extension RealServer {
    /// The fields in which another configuration of this server differs.
    package func differences(to new: RealServer) -> [FieldDifference] {
        let numbers = Field.serverNumbers.compactMap { FieldDifference.field($0, self[$0], new[$0]) }
        return FieldDifference.all(.field(.method, method.value, new.method.value)) + numbers
            + FieldDifference.all(
                .field(.tunnelType, tunnel.type.value, new.tunnel.type.value),
                .field(.tunnelPort, UInt32(tunnel.port), UInt32(new.tunnel.port)),
                .field(.tunnelFlags, UInt32(tunnel.flags.rawValue), UInt32(new.tunnel.flags.rawValue))
            )
    }
}

extension ConnectionTimeouts {
    /// The timeouts that another value sets to something else; what is 0 there stays.
    package func differences(to new: ConnectionTimeouts) -> [FieldDifference] {
        Field.timeoutNumbers.compactMap { new[$0] == 0 ? nil : .field($0, self[$0], new[$0]) }
    }
}
