/// What other programs read or print, and is taken for rules by mistake.
enum ForeignFormat: Hashable, Sendable {
    case keepalived, ldirectord, listing, yaml

    /// Guesses the format of a text by the words that its lines begin with; nil if they say nothing.
    static func guess(_ text: Span<UInt8>) -> ForeignFormat? {
        var start = 0
        for _ in 0..<lineLimit where start < text.count {
            let line = Tokenizer.line(text, from: start)
            let words = text.extracting(line.prefix(wordLimit)).string.split { " \t\r".contains($0) }
            if let format = format(words) { return format }
            if let first = words.first, first.count > 1, first.hasPrefix("-") { return nil }
            start = line.upperBound + 1
        }
        return nil
    }

    /// More lines than a comment at the beginning of a file has.
    private static let lineLimit = 200
    /// More bytes than the words have that tell formats apart.
    private static let wordLimit = 80

    private static func format(_ words: [Substring]) -> ForeignFormat? {
        guard let first = words.first else { return nil }
        if let format = beginnings.first(where: { $0.words.contains(String(first)) })?.format {
            return format
        }
        let key = first.prefix { $0 != "=" }
        let isAssignment = key.count < first.count || words.dropFirst().first?.first == "="
        if isAssignment, ldirectordKeys.contains(String(key)) { return .ldirectord }
        return first == "---" || first.hasSuffix(":") ? .yaml : nil
    }

    private static let beginnings: [(format: ForeignFormat, words: [String])] = [
        (
            .keepalived,
            [
                "global_defs", "vrrp_instance", "vrrp_script", "vrrp_sync_group", "virtual_server",
                "virtual_server_group", "real_server", "lb_algo", "lb_kind", "lvs_sched", "lvs_method",
                "delay_loop",
            ]
        ),
        (.listing, ["IP", "Prot", "->", "TCP", "UDP", "SCTP", "FWM", "SERVICE/SERVER"]),
    ]

    private static let ldirectordKeys = [
        "virtual", "virtual6", "real", "checktimeout", "checkinterval", "negotiatetimeout", "checkcount",
        "checktype",
        "autoreload", "quiescent", "fallback", "logfile", "scheduler", "service", "protocol", "supervised",
    ]
}

extension ForeignFormat: CustomStringConvertible {
    /// What the text looks like, and what to do.
    var description: String {
        switch self {
        case .keepalived: "this looks like keepalived.conf, not like rules or JSON (\(Self.saving))"
        case .ldirectord:
            "this looks like ldirectord's configuration, not like rules or JSON (\(Self.saving))"
        case .listing:
            "this looks like a listing, not like rules or JSON (save the table instead)"
        case .yaml: "this looks like YAML, not like rules or JSON"
        }
    }

    private static let saving = "once that program has filled the table, save the table"
}
