import IPVSKit

/// `lvsctl settings`.
struct ListSettings: Verb {
    static let description = VerbDescription(
        "settings",
        "Show the kernel's settings of IPVS (sysctls).",
        synopsis: "[NAME...]",
        details: """
            They are those of this network namespace. Without a name all are shown, also those that this kernel does \
            not have; a * marks what is not the default.
            """,
        examples: [
            "settings",
            "settings --changed",
            "settings sync_threshold expire_nodest_conn",
        ]
    )

    let names = Operand(
        "name",
        "A setting, as in /proc/sys/net/ipv4/vs.",
        isRepeatable: true,
        candidates: .words(KernelSetting.all.map(\.name))
    )
    let changed = FlagOption(.changed, "Show only what is not the default.")
    let global = GlobalOptions()

    var sections: [OptionSection] { [OptionSection("What to show", [changed])] }
    var operands: [Operand] { [names] }

    /// What is asked for.
    struct Request {
        /// All settings if there is none.
        let names: [String]
        let isChangedOnly: Bool
    }

    func request(_: any NameLookup) throws -> Request {
        Request(names: names.values.map(KernelSetting.plainName), isChangedOnly: changed.isGiven)
    }

    static func run(_ request: Request, in environment: Environment) throws {
        let folder = try environment.settings()
        let there = try folder.names()
        for name in request.names where KernelSetting.named(name) == nil && !there.contains(name) {
            throw UsageError(unknownSetting: name)
        }
        let unknown = there.filter { KernelSetting.named($0) == nil }
        let all = request.names.isEmpty ? KernelSetting.all.map(\.name) + unknown : request.names
        var rows = try all.map { SettingRow($0, value: try folder.value(of: $0)) }
        if request.isChangedOnly { rows.removeAll { !$0.isChanged } }
        let report = SettingsReport(rows: rows)
        let output = environment.output
        if environment.preferences.isJSON { return try output.write(report.json()) }
        let width = request.names.isEmpty ? output.terminal().width : nil
        try output.write(report.text(width: width, hasColor: output.hasColor))
    }
}

/// `lvsctl settings set`.
struct SetSettings: Verb {
    static let description = VerbDescription(
        "settings set",
        "Set settings of the kernel's IPVS.",
        synopsis: "NAME=VALUE...",
        details: """
            All are set, or none. They last until the machine or the namespace ends; /etc/sysctl.d keeps them (as \
            net.ipv4.vs.NAME). A pair of numbers has a comma: sync_threshold=3,50.
            """,
        examples: [
            "settings set expire_nodest_conn=1",
            "settings set sync_threshold=3,50 sync_ports=4",
        ]
    )

    let wishes = Operand("name=value", "What to set.", isRepeatable: true)
    let force = FlagOption(.force, "Set also what this lvsctl does not know.")
    let global = GlobalOptions()

    var sections: [OptionSection] { [OptionSection("What to accept", [force])] }
    var operands: [Operand] { [wishes] }

    func request(_: any NameLookup) throws -> [SettingsFolder.Wish] {
        guard !wishes.values.isEmpty else { throw UsageError("no setting is named (NAME=VALUE)") }
        var found: [SettingsFolder.Wish] = []
        for word in wishes.values {
            let wish = try Self.wish(word, acceptsUnknown: force.isGiven)
            guard !found.contains(where: { $0.name == wish.name }) else {
                throw UsageError("\(wish.name) is named twice", value: word)
            }
            found.append(wish)
        }
        return found
    }

    private static func wish(_ word: String, acceptsUnknown: Bool) throws -> SettingsFolder.Wish {
        guard let sign = word.firstIndex(of: "="), sign > word.startIndex else {
            throw UsageError("\(quoted(word)) is not NAME=VALUE", value: word)
        }
        let name = KernelSetting.plainName(String(word[..<sign]))
        let value = SettingValue(String(word[word.index(after: sign)...]))
        guard let setting = KernelSetting.named(name) else {
            if acceptsUnknown { return SettingsFolder.Wish(name, value) }
            throw UsageError(unknownSetting: name, hint: "--force sets what this lvsctl does not know")
        }
        if let expected = setting.expectation(against: value) {
            throw UsageError("\(name): \(quoted("\(value)")) is not \(expected)", value: word)
        }
        return SettingsFolder.Wish(name, value)
    }

    static func run(_ wishes: [SettingsFolder.Wish], in environment: Environment) throws {
        try environment.set(wishes)
    }
}

/// `lvsctl settings defence`.
struct SetDefence: Verb {
    static let description = VerbDescription(
        "settings defence",
        "Switch the defences against floods off, to automatic, or on.",
        synopsis: "off|auto|on",
        details: """
            Sets drop_entry (drop half-open connections), drop_packet (drop a share of packets) and secure_tcp (stricter \
            TCP states). Automatic defences work while free memory is below amemthresh pages. With on, one packet in \
            am_droprate is always dropped: use it during an attack only.
            """,
        examples: ["settings defence auto"]
    )

    let mode = Operand("mode", "off, auto or on.", candidates: .words(["off", "auto", "on"]))
    let global = GlobalOptions()

    var operands: [Operand] { [mode] }

    private static let levels: [(word: String, level: Int64)] = [("off", 0), ("auto", 1), ("on", 3)]

    func request(_: any NameLookup) throws -> [SettingsFolder.Wish] {
        let word = mode.values.first ?? ""
        guard let level = Self.levels.first(where: { $0.word == word })?.level else {
            throw UsageError(
                word.isEmpty ? "off, auto or on?" : "\(quoted(word)) is not off, auto or on",
                value: word
            )
        }
        return ["drop_entry", "drop_packet", "secure_tcp"].map { SettingsFolder.Wish($0, .number(level)) }
    }

    static func run(_ wishes: [SettingsFolder.Wish], in environment: Environment) throws {
        try environment.set(wishes)
    }
}

extension Environment {
    /// The kernel's settings; IPVS is loaded if it is not there yet.
    fileprivate func settings() throws -> SettingsFolder {
        guard preferences.tableFile == nil else {
            throw UsageError(.table, "settings are the kernel's, and a file has none")
        }
        let folder = SettingsFolder(settingsFolder)
        do {
            if try !folder.names().isEmpty { return folder }
        } catch  where error.errno == .noSuchEntry {}
        // The kernel's table loads the module, or says why there is none.
        _ = try tables.open().info()
        if (try? folder.names().isEmpty) == false { return folder }
        throw TableError.unavailable(.userNamespace)
    }

    /// Sets what differs, all or nothing, and says what was set.
    fileprivate func set(_ wishes: [SettingsFolder.Wish]) throws {
        let folder = try settings()
        let changes = try tables.withLock(for: .changing) {
            let changes = try wishes.compactMap { try change(to: $0, in: folder) }
            if !preferences.isDryRun {
                _ = try folder.set(changes.map { SettingsFolder.Wish($0.name, $0.to) })
            }
            return changes
        }
        guard !preferences.isJSON else {
            return try output.write(SettingsReport.json(changes, isDryRun: preferences.isDryRun))
        }
        if changes.isEmpty { return try output.writeLine("nothing to change") }
        for change in changes { try output.writeLine("\(change.name) \(change.from) -> \(change.to)") }
        if changes.contains(where: { $0.name == "sync_ports" }), try !tables.open().daemons().isEmpty {
            output.note("sync_ports takes effect when the sync daemons start again")
        }
    }

    /// What fulfils a wish; nil if it is so already.
    private func change(
        to wish: SettingsFolder.Wish,
        in folder: SettingsFolder
    ) throws -> SettingsReport.Change? {
        guard let value = try folder.value(of: wish.name) else { throw SettingError.missing(wish) }
        let isSame = KernelSetting.named(wish.name)?.isSame(value, wish.value) ?? (value == wish.value)
        return isSame ? nil : SettingsReport.Change(name: wish.name, from: value, to: wish.value)
    }
}

extension UsageError {
    /// There is no setting of this name.
    fileprivate init(unknownSetting name: String, hint: String? = nil) {
        let near = Spelling.nearest(name, among: KernelSetting.all.map(\.name)).map { "did you mean \($0)?" }
        let hints = [near, hint].compactMap { $0 }
        let rest = hints.isEmpty ? "" : " (\(hints.joined(separator: " ")))"
        self.init("\(quoted(name)) is not a setting of IPVS\(rest)", value: name)
    }
}

extension OptionName {
    fileprivate static let changed = OptionName("changed")
}
