/// A number of the kernel that has names for some of its values; the others are written as numbers.
protocol NamedNumber: RawRepresentable, Hashable where RawValue: FixedWidthInteger & UnsignedInteger {
    /// The values that have names, in the order in which errors list them.
    static var names: [(name: String, value: Self)] { get }
}

extension NamedNumber {
    /// The name of the value; nil if it is only a number.
    var name: String? { Self.names.first { $0.value == self }?.name }
}

extension ServiceProtocol: NamedNumber {
    static let names = [(name: "tcp", value: Self.tcp), ("udp", .udp), ("sctp", .sctp)]
}

extension AddressFamily {
    /// `ipv4` or `ipv6`.
    var name: String { self == .ipv4 ? "ipv4" : "ipv6" }
}

extension ForwardingMethod: NamedNumber {
    static let names = [
        (name: "masquerade", value: Self.masquerade), ("direct-routing", .directRouting), ("tunnel", .tunnel),
        ("local", .local), ("bypass", .bypass),
    ]
}

extension TunnelType: NamedNumber {
    static let names = [(name: "ipip", value: Self.ipip), ("gue", .gue), ("gre", .gre)]
}
