import ArgumentParser

/// The letter and the word of an option, as ipvsadm has them.
struct OptionName: Hashable, Sendable {
    /// The letter; nil if there is only a word.
    let letter: Character?
    /// The word without its dashes.
    let word: String

    init(_ letter: Character, _ word: String) {
        self.letter = letter
        self.word = word
    }

    init(_ word: String) {
        letter = nil
        self.word = word
    }

    static let tcpService = OptionName("t", "tcp-service")
    static let udpService = OptionName("u", "udp-service")
    static let sctpService = OptionName("sctp-service")
    static let firewallMark = OptionName("f", "fwmark-service")
    static let ipv6 = OptionName("6", "ipv6")

    static let scheduler = OptionName("s", "scheduler")
    static let persistent = OptionName("p", "persistent")
    static let noPersistent = OptionName("no-persistent")
    static let netmask = OptionName("M", "netmask")
    static let engine = OptionName("pe")
    static let schedulerFlags = OptionName("b", "sched-flags")
    static let onePacket = OptionName("o", "ops")
    static let noOnePacket = OptionName("no-ops")

    static let realServer = OptionName("r", "real-server")
    static let directRouting = OptionName("g", "gatewaying")
    static let tunnel = OptionName("i", "ipip")
    static let masquerading = OptionName("m", "masquerading")
    static let weight = OptionName("w", "weight")
    static let upperThreshold = OptionName("x", "u-threshold")
    static let lowerThreshold = OptionName("y", "l-threshold")
    static let tunnelType = OptionName("tun-type")
    static let tunnelPort = OptionName("tun-port")
    static let tunnelNoChecksum = OptionName("tun-nocsum")
    static let tunnelChecksum = OptionName("tun-csum")
    static let tunnelRemoteChecksum = OptionName("tun-remcsum")

    static let interface = OptionName("mcast-interface")
    static let syncID = OptionName("syncid")
    static let syncLength = OptionName("sync-maxlen")
    static let group = OptionName("mcast-group")
    static let groupPort = OptionName("mcast-port")
    static let timeToLive = OptionName("mcast-ttl")

    static let tcpTimeout = OptionName("tcp")
    static let tcpFinTimeout = OptionName("tcp-fin")
    static let udpTimeout = OptionName("udp")

    static let json = OptionName("json")
    static let numeric = OptionName("n", "numeric")
    static let resolve = OptionName("resolve")
    static let dryRun = OptionName("dry-run")
    static let table = OptionName("table")
    static let trace = OptionName("trace")
    static let quiet = OptionName("quiet")
    static let color = OptionName("color")

    static let ifExists = OptionName("if-exists")
    static let sort = OptionName("sort")
    static let client = OptionName("client")
    static let server = OptionName("server")
    static let state = OptionName("state")
    static let count = OptionName("count")
}

extension OptionName {
    /// The names as ArgumentParser wants them; the letter takes its value attached, too.
    var specification: NameSpecification {
        guard let letter else { return .customLong(word) }
        return [.customShort(letter, allowingJoined: true), .customLong(word)]
    }

    /// The option as somebody spelled it who typed these words: the word if it is there, or else the letter.
    func spelling(in words: [String]) -> String {
        let long = "--" + word
        guard let letter, !words.contains(where: { $0 == long || $0.hasPrefix(long + "=") }) else {
            return long
        }
        return "-\(letter)"
    }
}

extension Option<[String]> {
    /// Declares an option with a value; ``SingleValue`` refuses it when it is repeated.
    init(_ name: OptionName, _ help: ArgumentHelp, completion: CompletionKind? = nil) {
        self.init(
            wrappedValue: [],
            name: name.specification,
            parsing: .unconditionalSingleValue,
            help: help,
            completion: completion
        )
    }
}

extension Flag<Bool> {
    /// Declares an option without a value.
    init(_ name: OptionName, _ help: ArgumentHelp) {
        // A letter without a value takes nothing attached.
        var names: NameSpecification = .customLong(name.word)
        if let letter = name.letter { names = [.customShort(letter), .customLong(name.word)] }
        self.init(wrappedValue: false, name: names, help: help)
    }
}
