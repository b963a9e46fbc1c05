import IPVSKit

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

    /// The option of a field.
    init(_ field: Field) {
        let definition = field.definition
        letter = definition.letter.map { Character($0) }
        word = definition.word.description
    }

    static let tcpService = OptionName("t", "tcp-service")
    static let udpService = OptionName("u", "udp-service")
    static let sctpService = OptionName("sctp-service")
    static let firewallMark = OptionName(Field.mark)
    static let ipv6 = OptionName("6", "ipv6")

    static let scheduler = OptionName(Field.scheduler)
    static let persistent = OptionName(Field.timeout)
    static let noPersistent = OptionName("no-persistent")
    static let netmask = OptionName(Field.netmask)
    static let engine = OptionName(Field.engine)
    static let schedulerFlags = OptionName(Field.schedulerFlags)
    static let onePacket = OptionName(Field.onePacket)
    static let noOnePacket = OptionName("no-ops")

    static let realServer = OptionName(Field.serverAddress)
    static let directRouting = OptionName("g", "gatewaying")
    static let tunnel = OptionName("i", "ipip")
    static let masquerading = OptionName("m", "masquerading")
    static let tunnelType = OptionName(Field.tunnelType)
    static let tunnelNoChecksum = OptionName("tun-nocsum")
    static let tunnelChecksum = OptionName(Field.tunnelChecksum)
    static let tunnelRemoteChecksum = OptionName(Field.tunnelRemoteChecksum)

    static let group = OptionName(Field.group)

    static let json = OptionName("json")
    static let numeric = OptionName("n", "numeric")
    static let resolve = OptionName("resolve")
    static let dryRun = OptionName("dry-run")
    static let table = OptionName("table")
    static let trace = OptionName("trace")
    static let quiet = OptionName("quiet")
    static let color = OptionName("color")
    static let wait = OptionName("wait")

    static let statistics = OptionName("stats")
    static let rates = OptionName("rate")
    static let thresholds = OptionName("thresholds")
    static let persistentConnections = OptionName("persistent")
    static let tunnelData = OptionName("tunnel")
    static let exact = OptionName("exact")

    static let ifExists = OptionName("if-exists")
    static let sort = OptionName("sort")
    static let client = OptionName("client")
    static let server = OptionName("server")
    static let state = OptionName("state")
    static let count = OptionName("count")
    static let connectionProtocol = OptionName("protocol")
    static let origin = OptionName("origin")
    static let orphans = OptionName("orphans")
    static let by = OptionName("by")
    static let top = OptionName("top")

    static let help = OptionName("h", "help")
}

extension OptionName {
    /// The letter with its dash; nil if there is only a word.
    var short: String? { letter.map { "-\($0)" } }

    /// The word with its dashes.
    var long: String { "--" + word }

    /// The option as somebody spelled it who typed these words: the word if it is there, or else the letter.
    func spelling(in words: [String]) -> String {
        guard let short, !words.contains(where: { $0 == long || $0.hasPrefix(long + "=") }) else {
            return long
        }
        return short
    }
}
