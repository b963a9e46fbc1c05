import Testing

@testable import lvsctl

/// Who reads a command line is decided by its first words alone.
@Suite struct GrammarTests {
    struct Row: CustomTestStringConvertible {
        let line: String
        let reader: String

        init(_ line: String, _ reader: String) {
            self.line = line
            self.reader = reader
        }

        var testDescription: String { line }
    }

    @Test(arguments: [
        Row("lvsctl", "List()"), Row("lvsctl list -n", "List(-n)"), Row("lvsctl -n", "List(-n)"),
        Row("lvsctl --json", "List(--json)"), Row("lvsctl -t 10.0.0.1:80", "List(-t 10.0.0.1:80)"),
        Row("/usr/sbin/lvsctl clear", "Clear()"), Row("lvsctl --json clear", "Clear(--json)"),
        Row("lvsctl --table list save x", "Save(--table list x)"),
        Row("lvsctl --quiet sync stop master", "StopSync(--quiet master)"),
        Row("lvsctl --json sync", "SyncStatus(--json)"), Row("lvsctl sync --json", "SyncStatus(--json)"),
        Row("lvsctl sync start backup", "StartSync(backup)"), Row("lvsctl sync go", "unknown(go)"),
        Row("lvsctl --version", "version"), Row("lvsctl version", "version"),
        Row("lvsctl help", "help()"), Row("lvsctl -h", "help()"), Row("lvsctl --help", "help()"),
        Row("lvsctl help add-service", "help(AddService)"), Row("lvsctl help sync", "help(sync …)"),
        Row("lvsctl help sync start", "help(StartSync)"), Row("lvsctl help nosuch", "unknown(nosuch)"),
        Row("lvsctl sync -h", "help(sync …)"),
        Row("lvsctl --generate-completion-script bash", "completion(bash)"),
        Row("lvsctl --generate-completion-script=fish", "completion(fish)"),
        Row("lvsctl nosuch", "unknown(nosuch)"),
        Row("lvsctl -A -t 10.0.0.1:80", "ipvsadm(-A -t 10.0.0.1:80)"), Row("lvsctl -Ln", "ipvsadm(-Ln)"),
        Row("lvsctl --add-service", "ipvsadm(--add-service)"), Row("lvsctl -C", "ipvsadm(-C)"),
        Row("ipvsadm", "ipvsadm()"), Row("/sbin/ipvsadm list", "ipvsadm(list)"),
        Row("ipvsadm-save -n", "ipvsadm-save(-n)"), Row("ipvsadm -h", "ipvsadm(-h)"),
    ])
    func isChosen(_ row: Row) {
        #expect(Self.describe(Grammar(row.line.split(separator: " ").map(String.init))) == row.reader)
    }

    private static func describe(_ grammar: Grammar) -> String {
        switch grammar {
        case .verb(let type, let words): "\(type)(\(words.joined(separator: " ")))"
        case .ipvsadm(let words, let name):
            "\(name == "lvsctl" ? "ipvsadm" : name)(\(words.joined(separator: " ")))"
        case .version: "version"
        case .help(.program): "help()"
        case .help(.verbs(let prefix)): "help(\(prefix)…)"
        case .help(.verb(let type)): "help(\(type))"
        case .completion(let shell): "completion(\(shell))"
        case .unknown(let word, _): "unknown(\(word))"
        }
    }
}
