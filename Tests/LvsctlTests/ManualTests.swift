import Foundation
import Testing

@testable import lvsctl

/// `Docs/man/lvsctl.8` knows every verb and every option, and completions work.
@Suite struct ManualTests {
    private let manual: String

    init() throws {
        let package = RecordedSession.folder.deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        manual = try String(contentsOf: package.appendingPathComponent("Docs/man/lvsctl.8"), encoding: .utf8)
    }

    @Test("The manual has every verb")
    func verbs() {
        for (name, _) in VerbTable.verbs {
            // `sync status` has an item of its own as what `sync` alone does.
            let item = name == "sync status" ? ".It Cm sync Op Cm status" : ".It Cm \(name)"
            #expect(manual.contains("\(item)\n") || manual.contains("\(item) "), "\(name)")
        }
    }

    @Test("The manual has every option")
    func options() {
        for (name, type) in VerbTable.verbs {
            let names = type.init().allSections.flatMap(\.options).map(\.name)
            let options = names.flatMap { [$0.short, $0.long].compactMap { $0 } }
            for option in options {
                let macro = "Fl \(option.dropFirst())"
                let isThere = manual.split(whereSeparator: \.isNewline).contains { line in
                    (" \(line) ").replacing(".Fl", with: " Fl").contains(" \(macro) ")
                }
                #expect(isThere, "\(name) \(option)")
            }
        }
    }

    @Test(
        "bash completes",
        arguments: [
            ("lvsctl li", "list"), ("lvsctl sync st", "start status stop"),
            ("lvsctl sync start ", "backup master"),
            ("lvsctl add-service -s w", "wlc wrr"),
            ("lvsctl add-service --sched", "--sched-flags --scheduler"),
            ("lvsctl list --sort a", "active address"), ("lvsctl restore /etc/hostn", "/etc/hostname"),
            ("lvsctl add-server --tun-type g", "gre gue"), ("lvsctl list --color n", "never"),
        ]
    )
    func bash(_ line: String, _ wanted: String) throws {
        let script = ProgramHarness().run(["--generate-completion-script", "bash"])
        #expect(script.status == 0)
        let bash = Process()
        bash.executableURL = URL(fileURLWithPath: "/bin/bash")
        bash.arguments = ["--norc", "-s", line]
        let (input, output) = (Pipe(), Pipe())
        (bash.standardInput, bash.standardOutput) = (input, output)
        try bash.run()
        let driver = """
            COMP_LINE=$1; COMP_POINT=${#1}; read -ra COMP_WORDS <<<"$1"
            [[ $1 != *' ' ]] || COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _lvsctl lvsctl "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            printf '%s\\n' "${COMPREPLY[@]}" | sed 's/ *$//' | sort | paste -sd ' '
            """
        input.fileHandleForWriting.write(Data((script.output + "\n" + driver + "\n").utf8))
        try input.fileHandleForWriting.close()
        let found = try output.fileHandleForReading.readToEnd() ?? Data()
        bash.waitUntilExit()
        #expect(String(decoding: found, as: UTF8.self) == wanted + "\n")
    }
}
