import IPVSKit

/// The names that the system knows.
final class SystemNames: NameLookup {
    private let getent: Getent
    private let servicesFile: String
    private(set) var hasTimedOut = false
    /// How many milliseconds are waited in all once a lookup has taken too long.
    private var patience: Int32 = 1000

    init(getent: Getent = Getent(), servicesFile: String = "/etc/services") {
        self.getent = getent
        self.servicesFile = servicesFile
    }

    func addresses(of host: String) throws(NameError) -> [IPAddress] {
        // ahosts skips a family of which this host has no address itself; hosts does not.
        for database in ["ahosts", "hosts"] {
            let found = try addresses(of: host, in: database)
            if !found.isEmpty { return found }
        }
        throw .unknown
    }

    func ipv4Addresses(of host: String) throws(NameError) -> [IPAddress] {
        let found = try addresses(of: host, in: "ahostsv4")
        if found.count == 1 { return found }
        // Several are sorted by what suits this host best, and a host with no address has none. hosts leaves them as
        // they are, but prefers IPv6.
        let unsorted = ((try? addresses(of: host, in: "hosts")) ?? []).filter { $0.family == .ipv4 }
        return found.isEmpty || Set(unsorted) == Set(found) ? unsorted : found
    }

    private func addresses(of host: String, in database: String) throws(NameError) -> [IPAddress] {
        var found: [IPAddress] = []
        for line in try ask(database, [host]) {
            guard let first = line.first, let address = IPAddress(String(first)) else { continue }
            if !address.isMappedIPv4, !found.contains(address) { found.append(address) }
        }
        return found
    }

    func port(of service: String, for serviceProtocol: ServiceProtocol) throws(NameError) -> UInt16? {
        // getent answers `http  80/tcp www`; a name may be known for another protocol only.
        for line in try ask("services", ["\(service)/\(serviceProtocol)"]) where line.count > 1 {
            let parts = line[1].split(separator: "/")
            if parts.count == 2, parts[1] == "\(serviceProtocol)" { return UInt16(parts[0]) }
        }
        return nil
    }

    func names(of addresses: [IPAddress]) -> [IPAddress: String] {
        var names: [IPAddress: String] = [:]
        let keys = addresses.map(\.description)
        var (start, count) = (0, Self.firstKeys)
        let deadline = Getent.now() + Int64(getent.timeout)
        while start < keys.count {
            let piece = Array(keys[start..<min(start + count, keys.count)])
            let begin = Getent.now()
            let left = Int32(clamping: deadline - begin)
            guard left > 0, let lines = try? ask("hosts", piece, within: left) else {
                hasTimedOut = hasTimedOut || left <= 0
                return names
            }
            start += piece.count
            // What takes long is asked for in small pieces, since getent says nothing before it has everything.
            let isQuick = (Getent.now() - begin) * 20 < Int64(getent.timeout)
            count = isQuick ? min(4 * count, Self.mostKeys) : Self.firstKeys
            for line in lines where line.count > 1 {
                guard let address = IPAddress(String(line[0])) else { continue }
                names[address] = String(line[1])
            }
        }
        return names
    }

    /// Returns the lines that getent finds; none if it finds nothing.
    ///
    /// After a lookup that took too long hardly anything is waited for: a name in a file is found at once, and a
    /// server that does not answer is not asked for name after name.
    ///
    /// - Throws: ``NameError/timedOut`` unless something was found before.
    private func ask(
        _ database: String,
        _ keys: [String],
        within limit: Int32? = nil
    ) throws(NameError) -> [[Substring]] {
        let time = hasTimedOut ? min(patience, Self.moment) : limit ?? getent.timeout
        guard time > 0 else { throw .timedOut }
        let answer = try getent.ask(database, keys, timeout: time)
        if answer.isComplete { return answer.lines }
        if hasTimedOut { patience -= time }
        hasTimedOut = true
        guard !answer.lines.isEmpty else { throw .timedOut }
        return answer.lines
    }

    func serviceNames() -> [ServicePort: String] {
        guard let bytes = try? InputFile.contents(of: servicesFile, limit: 8 << 20) else { return [:] }
        var names: [ServicePort: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }
            guard words.count > 1 else { continue }
            let parts = words[1].split(separator: "/")
            guard parts.count == 2, let port = UInt16(parts[0]) else { continue }
            for serviceProtocol in [ServiceProtocol.tcp, .udp, .sctp]
            where parts[1] == serviceProtocol.description {
                let key = ServicePort(port: port, serviceProtocol: serviceProtocol)
                // The first name is the proper one.
                if names[key] == nil { names[key] = String(words[0]) }
            }
        }
        return names
    }

    /// In how many milliseconds what stands in a file is found.
    private static let moment: Int32 = 100
    private static let firstKeys = 8
    private static let mostKeys = 200
}

extension IPAddress {
    /// Whether an IPv6 address is an IPv4 address in disguise, `::ffff:0:0/96`.
    fileprivate var isMappedIPv4: Bool {
        family == .ipv6 && description.hasPrefix("::ffff:") && description.contains(".")
    }
}
