/// A place where ipvsadm's grammar takes something for other than it looks like, and says nothing.
package enum RuleWarning: Hashable, Sendable {
    /// With direct routing and tunnels the port of a server is always that of the service.
    case replacedPort(UInt16, service: UInt16)
    /// An IPv4 address is not written as four decimal numbers.
    case unusualAddress(String, means: IPAddress)
    /// An IPv4 address stands in brackets, and what follows them is skipped.
    case bracketedIPv4(String, means: Endpoint)
    /// An IPv6 address without brackets ends in something that may be meant as a port.
    case bareIPv6(IPAddress)
    /// A mask without persistence has no effect.
    case maskWithoutPersistence
    /// A mask that stands before an IPv6 service, or before the `-6` of a mark, is read as one of IPv4, and forgotten.
    case forgottenMask(before: String)
    /// An IPv4 mask is not written as four decimal numbers; `24` is not a prefix length.
    case unusualMask(String, means: Netmask)
}

extension RuleWarning: CustomStringConvertible {
    /// The warning as a message for people, with what would be right.
    package var description: String {
        switch self {
        case .replacedPort(let port, let service):
            "with direct routing and tunnels servers have the port of the service: \(service), not \(port)"
        case .unusualAddress(let text, let address): "'\(text)' means \(address) (write that)"
        case .bracketedIPv4(let text, let endpoint):
            "'\(text)' means \(endpoint); brackets are for IPv6"
        case .bareIPv6(let address):
            "this is the address \(address) without a port (write [ADDRESS]:PORT for one with a port)"
        case .maskWithoutPersistence: "-M has no effect without -p"
        case .forgottenMask(let place): "-M has no effect before \(place) (write it after)"
        case .unusualMask(let text, let mask):
            "-M \(text) means the mask \(mask) (write a mask such as 255.255.255.0)"
        }
    }
}

/// Looks for warnings in a line that has been read.
struct RuleWarningSearch {
    private let command: CommandName
    private let given: GivenOptions
    /// What was found: the warning, and the columns that are meant.
    private(set) var warnings: [(warning: RuleWarning, columns: Range<Int>)] = []

    /// Prepares the search.
    init(_ command: CommandName, _ given: GivenOptions) {
        self.command = command
        self.given = given
    }

    /// Looks for all warnings.
    mutating func search(_ text: Span<UInt8>, _ words: Span<RuleWord>) {
        if given.hasUnusualAddress {
            if given.mark == nil { searchAddress(.serviceAddress, text, words) }
            searchAddress(.realServer, text, words)
        }
        if given.hasReplacedPort(command) { addReplacedPort(text, words) }
        if given.has(.netmask) { searchMask(text, words) }
    }

    private mutating func searchAddress(
        _ column: OptionColumn,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) {
        guard let found = CommandLineParser.found(column, text, words) else { return }
        let value = text.extracting(found.value.range)
        guard AddressReader.plainEndpoint(value) == nil, value.count > 0 else { return }
        let endpoint = column == .serviceAddress ? given.endpoint : given.server
        let columns = words[Int(found.valueWord)].columns.range
        let isBracketed = value[0] == UInt8(ascii: "[")
        if endpoint.address.family == .ipv6 {
            if !isBracketed, Self.mayEndInPort(value) {
                warnings.append((.bareIPv6(endpoint.address), columns))
            }
        } else if isBracketed {
            warnings.append((.bracketedIPv4(value.string, means: endpoint), columns))
        } else if let host = Self.unusualHost(value) {
            warnings.append((.unusualAddress(host, means: endpoint.address), columns))
        }
    }

    /// Whether the last group of an IPv6 address may be meant as a port: it consists of digits only, does not follow
    /// `::`, and some groups are left out, since all eight leave no place for a port.
    private static func mayEndInPort(_ text: Span<UInt8>) -> Bool {
        guard text.indices.contains(where: { $0 > 0 && text[$0] == Byte.colon && text[$0 - 1] == Byte.colon })
        else { return false }
        var index = text.count
        while index > 0, Byte.isDigit(text[index - 1]) { index -= 1 }
        guard index < text.count, index > 1 else { return false }
        return text[index - 1] == Byte.colon && text[index - 2] != Byte.colon
    }

    /// The host of `HOST:PORT` if it is an IPv4 address in an unusual form.
    private static func unusualHost(_ text: Span<UInt8>) -> String? {
        let colon = text.indices.last { text[$0] == Byte.colon } ?? text.count
        let host = text.extracting(0..<colon)
        guard NumberReader.address(host) != nil, AddressParser.ipv4(host) == nil else { return nil }
        return host.string
    }

    private mutating func addReplacedPort(_ text: Span<UInt8>, _ words: Span<RuleWord>) {
        guard let found = CommandLineParser.found(.realServer, text, words) else { return }
        let warning = RuleWarning.replacedPort(given.server.port, service: given.endpoint.port)
        warnings.append((warning, words[Int(found.valueWord)].columns.range))
    }

    /// The word that makes the service one of IPv6: its address, or `-6` after a mark.
    private func familyWord(_ text: Span<UInt8>, _ words: Span<RuleWord>) -> Int32 {
        let found = CommandLineParser.found(text, words) { entry in
            given.mark == nil ? entry.column == .serviceAddress : entry.meaning == .option(.ipv6)
        }
        return found?.word ?? 0
    }

    private mutating func searchMask(_ text: Span<UInt8>, _ words: Span<RuleWord>) {
        guard let found = CommandLineParser.found(.netmask, text, words) else { return }
        let columns = words[Int(found.valueWord)].columns.range
        if given.family == .ipv6, given.netmask.isHost, found.word < familyWord(text, words) {
            warnings.append((.forgottenMask(before: given.mark == nil ? "the service" : "-6"), columns))
        } else if !given.has(.persistent) {
            warnings.append((.maskWithoutPersistence, columns))
        } else if given.family == .ipv4, AddressParser.ipv4(text.extracting(found.value.range)) == nil {
            let mask = text.extracting(found.value.range).string
            warnings.append((.unusualMask(mask, means: given.netmask), columns))
        }
    }
}

extension GivenOptions {
    /// Whether a line may have a trap, as nearly no line has.
    func mayNeedWarnings(_ command: CommandName) -> Bool {
        hasUnusualAddress || has(.netmask) || hasReplacedPort(command)
    }

    /// Whether the server gets another port than it was given.
    fileprivate func hasReplacedPort(_ command: CommandName) -> Bool {
        guard command == .addServer || command == .editServer, mark == nil else { return false }
        // A server that stands without a port before its service is right, too.
        return settings.method.keepsPort && server.port != endpoint.port && server.port != 0
    }
}
