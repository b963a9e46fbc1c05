import Foundation
import IPVSKit
import Testing

@testable import lvsctl

/// What verbs declare of themselves.
@Suite struct VerbTableTests {
    @Test("Every verb is called by its words")
    func verbs() {
        for (words, type) in VerbTable.verbs {
            #expect(type.description.words == words)
            guard case .verb(let found, _) = VerbTable.verb(words.split(separator: " ").map(String.init))
            else {
                Issue.record("\(words) calls nothing")
                continue
            }
            #expect(ObjectIdentifier(found) == ObjectIdentifier(type), "\(words)")
        }
    }

    /// An option or word that a verb has but does not list would never be read.
    @Test("Every verb lists all its options")
    func options() {
        for (words, type) in VerbTable.verbs {
            let verb = type.init()
            let listed = Set(verb.allSections.flatMap(\.options).map { ObjectIdentifier($0) })
                .union(verb.operands.map { ObjectIdentifier($0) })
            #expect(Self.declared(in: verb) == listed, "\(words)")
        }
    }

    private static func declared(in value: Any) -> Set<ObjectIdentifier> {
        if let option = value as? VerbOption { return [ObjectIdentifier(option)] }
        if let operand = value as? Operand { return [ObjectIdentifier(operand)] }
        return Mirror(reflecting: value).children.reduce(into: []) { $0.formUnion(declared(in: $1.value)) }
    }

    @Test("No verb has two options of one name")
    func optionNames() {
        for (words, type) in VerbTable.verbs {
            let names = type.init().allSections.flatMap(\.options).flatMap { [$0.name.short, $0.name.long] }
            let spellings = names.compactMap { $0 } + ["-h", "--help"]
            #expect(Set(spellings).count == spellings.count, "\(words)")
        }
    }

    @Test("Help fits a terminal")
    func help() {
        for (words, _) in VerbTable.verbs {
            let run = ProgramHarness().run(["help"] + words.split(separator: " ").map(String.init))
            #expect(run.status == 0 && run.errors.isEmpty)
            #expect(run.output.contains("Usage: lvsctl \(words)"), "\(words)")
            #expect(
                run.output.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("  lvsctl ") }
            )
            #expect(
                ProgramHarness().run(words.split(separator: " ").map(String.init) + ["-h"]).output
                    == run.output
            )
        }
    }

    @Test("Every example can be read")
    func examples() throws {
        for (words, type) in VerbTable.verbs {
            for example in type.description.examples {
                let line = shellWords(example.prefix { !"|<>".contains($0) })
                guard case .verb(let found, let rest) = VerbTable.verb(line) else {
                    Issue.record("\(words): \(example)")
                    continue
                }
                _ = try CommandLineReader.read(rest, into: found.init())
            }
        }
    }

    /// Letters, words, values attached and not, bundles, the end of options.
    @Test(
        "Values are read",
        arguments: [
            ("-w 5", "5"), ("-w5", "5"), ("-w=5", "5"), ("--weight 5", "5"), ("--weight=5", "5"),
            ("-mw5", "5"),
            ("-mw 5", "5"), ("-w -5", "-5"), ("-w --", "--"), ("--weight=", ""), ("-w=", ""), ("-w==", "="),
            ("--weight=a=b", "a=b"),
        ]
    )
    func values(_ line: String, _ weight: String) throws {
        let verb = AddServer()
        _ = try CommandLineReader.read(line.split(separator: " ").map(String.init), into: verb)
        #expect(verb.settings.numbers.first { $0.field == .weight }?.option.values == [weight])
    }

    @Test(
        "Optional values are read",
        arguments: [
            ("-p", []), ("-p 5", ["5"]), ("-p5", ["5"]), ("-p=5", ["5"]), ("--persistent=5", ["5"]),
            ("-p -o", []),
            ("-op 5", ["5"]), ("-po", ["o"]), ("--persistent -o", []), ("-o -p", []),
        ]
    )
    func optionalValues(_ line: String, _ values: [String]) throws {
        let verb = AddService()
        _ = try CommandLineReader.read(line.split(separator: " ").map(String.init), into: verb)
        #expect(verb.settings.persistent.isGiven && verb.settings.persistent.values == values)
    }

    @Test("Words after -- are read")
    func endOfOptions() throws {
        let verb = Save()
        _ = try CommandLineReader.read(["--json", "--", "--odd"], into: verb)
        #expect(verb.file.values == ["--odd"])
    }
}
