import IPVSKit
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

    @Test(
        "The grammar is chosen by the first words",
        arguments: [
            Row("lvsctl", "List()"), Row("lvsctl list -n", "List(-n)"), Row("lvsctl -n", "List(-n)"),
            Row("lvsctl --json", "List(--json)"), Row("lvsctl -t 10.0.0.1:80", "List(-t 10.0.0.1:80)"),
            Row("/usr/sbin/lvsctl clear", "Clear()"), Row("lvsctl --json clear", "Clear(--json)"),
            Row("lvsctl --table list save x", "Save(--table list x)"),
            Row("lvsctl --quiet sync stop master", "StopSync(--quiet master)"),
            Row("lvsctl --json sync", "SyncStatus(--json)"), Row("lvsctl sync --json", "SyncStatus(--json)"),
            Row("lvsctl sync start backup", "StartSync(backup)"), Row("lvsctl sync go", "unknown(go)"),
            Row("lvsctl --version", "ShowVersion()"), Row("lvsctl version --json", "ShowVersion(--json)"),
            Row("lvsctl --json -v", "ShowVersion(--json)"),
            Row("lvsctl help", "Help()"), Row("lvsctl -h", "Help()"),
            Row("lvsctl --json --help", "Help(--json)"),
            Row("lvsctl help sync start", "Help(sync start)"), Row("lvsctl sync -h", "help(sync …)"),
            Row("lvsctl --table=list --wait 5 clear", "Clear(--table=list --wait 5)"),
            Row("lvsctl --table x lst", "unknown(lst)"), Row("lvsctl --wait", "List(--wait)"),
            Row("lvsctl completions zsh", "Completions(zsh)"), Row("lvsctl help ipvsadm", "help(ipvsadm)"),
            Row("lvsctl --generate-completion-script bash", "completion(bash)"),
            Row("lvsctl --generate-completion-script=fish", "completion(fish)"),
            Row("lvsctl nosuch", "unknown(nosuch)"),
            Row("lvsctl -A -t 10.0.0.1:80", "lvsctl as ipvsadm(-A -t 10.0.0.1:80)"),
            Row("lvsctl -Ln", "lvsctl as ipvsadm(-Ln)"), Row("lvsctl -C", "lvsctl as ipvsadm(-C)"),
            Row("lvsctl --add-service", "lvsctl as ipvsadm(--add-service)"),
            Row("lvsctl --set=5", "lvsctl as ipvsadm(--set=5)"),
            Row("lvsctl ipvsadm -v", "lvsctl ipvsadm as ipvsadm(-v)"),
            Row("lvsctl ipvsadm", "lvsctl ipvsadm as ipvsadm()"),
            Row("ipvsadm", "ipvsadm as ipvsadm()"),
            Row("/sbin/ipvsadm list", "/sbin/ipvsadm as ipvsadm(list)"),
            Row("./ipvsadm-save -n", "./ipvsadm-save as save(-n)"),
            Row("ipvsadm-restore", "ipvsadm-restore as restore()"),
            Row("ipvsadm -h", "ipvsadm as ipvsadm(-h)"),
        ]
    )
    func choice(_ row: Row) {
        let words = row.line.split(separator: " ").map(String.init)
        let invocation = IpvsadmInvocation(ArgumentList(words.map { Array($0.utf8) }))
        #expect((invocation.map(Self.describe) ?? Self.describe(Grammar(words))) == row.reader)
    }

    private static func describe(_ invocation: IpvsadmInvocation) -> String {
        let words = invocation.words.texts
        return "\(invocation.program) as \(invocation.tool)(\(words.joined(separator: " ")))"
    }

    private static func describe(_ grammar: Grammar) -> String {
        switch grammar {
        case .verb(let type, let words): "\(type)(\(words.joined(separator: " ")))"
        case .help(let prefix): "help(\(prefix)…)"
        case .helpOfIpvsadm: "help(ipvsadm)"
        case .completion(let shell): "completion(\(shell))"
        case .unknown(let word, _): "unknown(\(word))"
        }
    }
}
