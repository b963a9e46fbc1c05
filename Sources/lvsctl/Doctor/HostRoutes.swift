import IPVSKit

/// A route as the kernel's files show it.
struct HostRoute {
    var network: IPAddress
    var prefixLength: UInt32
    /// Whether packets go to another router first.
    var hasGateway = false
    /// Whether packets are refused.
    var isReject = false

    func covers(_ address: IPAddress) -> Bool {
        address.family == network.family && address.firstBits(prefixLength) == network
    }
}

/// Routes that were read, each file once.
final class ReadRoutes {
    private var known: [String: [HostRoute]] = [:]

    /// The routes of a file, which is read when they are asked for the first time.
    func networks(_ name: String, read: () throws(FileError) -> [HostRoute]) throws(FileError) -> [HostRoute]
    {
        if let networks = known[name] { return networks }
        let networks = try read()
        known[name] = networks
        return networks
    }
}

extension HostFacts {
    /// The file that says which addresses of a family are this host's.
    static func localSource(_ family: AddressFamily) -> String {
        family == .ipv4 ? "/proc/net/fib_trie" : "/proc/net/ipv6_route"
    }

    /// The file that says how addresses of a family are reached.
    static func routeSource(_ family: AddressFamily) -> String {
        family == .ipv4 ? "/proc/net/route" : "/proc/net/ipv6_route"
    }

    /// Whether an address is delivered to this host.
    func isLocal(_ address: IPAddress) throws(FileError) -> Bool {
        let (path, isIPv4) = (Self.localSource(address.family), address.family == .ipv4)
        let networks = try routes.networks("local " + path) { () throws(FileError) in
            let text = try file(path)
            return isIPv4 ? Self.localIPv4(text) : Self.routesIPv6(text).local
        }
        return networks.contains { $0.covers(address) }
    }

    /// The route to an address that is not this host's; nil without one.
    func route(to address: IPAddress) throws(FileError) -> HostRoute? {
        let (path, isIPv4) = (Self.routeSource(address.family), address.family == .ipv4)
        let networks = try routes.networks(path) { () throws(FileError) in
            let text = try file(path)
            return isIPv4 ? Self.routesIPv4(text) : Self.routesIPv6(text).others
        }
        let best = networks.filter { $0.covers(address) }.max { $0.prefixLength < $1.prefixLength }
        return best.flatMap { $0.isReject ? nil : $0 }
    }

    /// Reads `fib_trie`: a line with an address, then one for each length: `/32 host LOCAL`.
    static func localIPv4(_ text: String) -> [HostRoute] {
        var routes: [HostRoute] = []
        var address: IPAddress?
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count > 1, words[0] == "|--" { address = IPAddress(String(words[1])) }
            guard words.last == "LOCAL", let first = words.first, first.hasPrefix("/"), let address,
                let length = UInt32(first.dropFirst())
            else { continue }
            routes.append(HostRoute(network: address, prefixLength: length))
        }
        return routes
    }

    /// Reads `route`: hexadecimal numbers in network byte order, as a little-endian machine writes them.
    static func routesIPv4(_ text: String) -> [HostRoute] {
        text.split(separator: "\n").dropFirst().compactMap { line in
            let words = line.split(whereSeparator: { $0 == "\t" || $0 == " " })
            guard words.count > 7, let network = UInt32(words[1], radix: 16),
                let flags = UInt32(words[3], radix: 16), let mask = UInt32(words[7], radix: 16)
            else { return nil }
            return HostRoute(
                network: IPAddress(v4: UInt32(bigEndian: network)),
                prefixLength: UInt32(mask.nonzeroBitCount),
                hasGateway: flags & gateway != 0,
                isReject: flags & reject != 0
            )
        }
    }

    /// Reads `ipv6_route`: destination, length, source, length, gateway, three numbers, flags, interface.
    static func routesIPv6(_ text: String) -> (local: [HostRoute], others: [HostRoute]) {
        var (local, others): ([HostRoute], [HostRoute]) = ([], [])
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 9, words[0].count == 32, let high = UInt64(words[0].prefix(16), radix: 16),
                let low = UInt64(words[0].suffix(16), radix: 16), let length = UInt32(words[1], radix: 16),
                let flags = UInt32(words[8], radix: 16)
            else { continue }
            let route = HostRoute(
                network: IPAddress(v6: high, low),
                prefixLength: length,
                hasGateway: flags & gateway != 0,
                isReject: flags & reject != 0
            )
            if flags & localFlag != 0 { local.append(route) } else { others.append(route) }
        }
        return (local, others)
    }

    // RTF_GATEWAY, RTF_REJECT, RTF_LOCAL: <linux/route.h>, <linux/ipv6_route.h>.
    private static let gateway: UInt32 = 0x2
    private static let reject: UInt32 = 0x200
    private static let localFlag: UInt32 = 0x8000_0000
}
