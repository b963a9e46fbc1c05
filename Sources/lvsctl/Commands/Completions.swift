import IPVSKit

/// `lvsctl completions`.
struct Completions: Verb {
    static let concernsTable = false
    static let description = VerbDescription(
        "completions",
        "Print the completion script for a shell.",
        synopsis: "bash|zsh|fish",
        details: """
            make install puts the scripts where the shells look for them. Where lvsctl was copied as a single \
            file, this verb prints them.
            """,
        examples: [
            "completions bash > /etc/bash_completion.d/lvsctl",
            "completions zsh > /usr/local/share/zsh/site-functions/_lvsctl",
            "completions fish > ~/.config/fish/completions/lvsctl.fish",
        ]
    )

    let shell = Operand("shell", "bash, zsh or fish.", candidates: .words(CompletionScript.shells))
    let global = GlobalOptions()

    var operands: [Operand] { [shell] }

    func request(_ names: any NameLookup) throws -> String {
        guard let name = shell.values.first else {
            throw UsageError("no shell is named (\(listed(CompletionScript.shells, "or")))")
        }
        return name
    }

    static func run(_ shell: String, in environment: Environment) throws {
        try environment.output.write(Array(try script(for: shell).utf8))
    }

    /// The script for a shell.
    static func script(for shell: String) throws -> String {
        guard let script = CompletionScript(VerbTable.groups).forShell(shell) else {
            let expected = "a shell with completions (\(listed(CompletionScript.shells, "or")))"
            throw UsageError("\(quoted(shell)) is not \(expected)", value: shell)
        }
        return script
    }
}
