import ArgumentParser
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

    /// All verbs, with the words that call them.
    private static let verbs: [(name: String, type: any ParsableCommand.Type)] =
        Lvsctl.configuration.subcommands.flatMap { type in
            let name = type.configuration.commandName ?? ""
            let below = type.configuration.subcommands
            return below.isEmpty
                ? [(name, type)] : below.map { ("\(name) \($0.configuration.commandName ?? "")", $0) }
        }

    /// The options in the help of a verb.
    private static func options(of type: any ParsableCommand.Type) -> [String] {
        type.helpMessage(columns: 200).split(separator: "\n").filter { $0.hasPrefix("  -") }.flatMap { line in
            line.split { $0 == " " || $0 == "," }.prefix { $0.hasPrefix("-") }.map(String.init)
        }
    }

    @Test func knowsEveryVerb() {
        for (name, _) in Self.verbs {
            // `sync status` has an item of its own as what `sync` alone does.
            let item = name == "sync status" ? ".It Cm sync Op Cm status" : ".It Cm \(name)"
            #expect(manual.contains("\(item)\n") || manual.contains("\(item) "), "\(name)")
        }
    }

    @Test func knowsEveryOption() {
        for (name, type) in Self.verbs {
            let options = Self.options(of: type)
            #expect(options.count > 3, "\(name)")
            for option in options {
                let macro = "Fl \(option.dropFirst())"
                let isThere = manual.split(whereSeparator: \.isNewline).contains { line in
                    (" \(line) ").replacing(".Fl", with: " Fl").contains(" \(macro) ")
                }
                #expect(isThere, "\(name) \(option)")
            }
        }
    }

    @Test func everyVerbCanBeCalled() {
        for (name, type) in Self.verbs {
            guard case .verb(let found, _)? = VerbTable.verb(name.split(separator: " ").map(String.init))
            else {
                Issue.record("\(name) is not in the table of verbs")
                continue
            }
            #expect(ObjectIdentifier(found) == ObjectIdentifier(type), "\(name)")
        }
    }

    @Test func everyVerbHasHelpThatFitsATerminal() {
        for (name, _) in Self.verbs {
            let run = ProgramHarness().run(["help"] + name.split(separator: " ").map(String.init))
            #expect(run.status == 0 && run.errors.isEmpty)
            #expect(run.output.contains("USAGE: lvsctl \(name)"), "\(name)")
            #expect(run.output.contains("lvsctl \(name)"), "\(name)")
        }
    }

    @Test(arguments: [
        ("lvsctl li", "list"), ("lvsctl sync st", "start status stop"),
        ("lvsctl sync start ", "backup master"),
        ("lvsctl add-service -s w", "wlc wrr"), ("lvsctl add-service --sched", "--sched-flags --scheduler"),
        ("lvsctl list --sort a", "active address"), ("lvsctl restore /etc/hostn", "/etc/hostname"),
        ("lvsctl add-server --tun-type g", "gre gue"), ("lvsctl list --color n", "never"),
    ])
    func bashCompletes(_ line: String, _ wanted: String) throws {
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
