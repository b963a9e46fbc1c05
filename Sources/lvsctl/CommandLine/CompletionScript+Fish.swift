// The script for fish.

extension CompletionScript {
    var fish: String {
        var lines = fishFunctions
        for word in firstWords + ["ipvsadm"] {
            let description = fishQuoted(summary(of: word))
            lines.append("complete -c lvsctl -n '__lvsctl_is' -a \(word) -d '\(description)'")
        }
        lines += general.map { "complete -c lvsctl -n '__lvsctl_is'" + fishOption($0) }
        for words in ["sync", "help sync"] {
            lines.append("complete -c lvsctl -n '__lvsctl_is \(words)' -a 'start stop status'")
        }
        for row in rows {
            let start = "complete -c lvsctl -n '__lvsctl_is \(row.words)'"
            lines += row.options.map { start + fishOption($0) }
            for operand in row.operands {
                switch operand.candidates {
                case .files: lines.append(start + " -F")
                case .words(let words): lines.append(start + " -a '\(words.joined(separator: " "))'")
                case .unknown: break
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var fishFunctions: [String] {
        """
        # fish completion for lvsctl

        # Whether the words before the cursor call a verb; without arguments, whether there is none yet.
        function __lvsctl_is
            set -l words (commandline -opc)
            set -l verb
            set words $words[2..]
            while set -q words[1]
                switch $words[1]
                    case \(globalValued.map(\.name.long).joined(separator: " "))
                        set words $words[3..]
                    case '-*'
                        set words $words[2..]
                    case help
                        set verb help
                        test "$words[2]" = sync; and set verb help sync
                        break
                    case sync
                        set verb sync
                        contains -- "$words[2]" start stop status; and set verb sync $words[2]
                        break
                    case '*'
                        set verb $words[1]
                        break
                end
            end
            test "$verb" = "$argv"
        end

        complete -c lvsctl -f
        """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private func fishOption(_ option: VerbOption) -> String {
        var text = option.name.letter.map { " -s \($0)" } ?? ""
        text += " -l \(option.name.word)"
        if let valued = option as? ValueOption, !valued.isValueOptional {
            switch valued.candidates {
            case .unknown: text += " -x"
            case .files: text += " -r -F"
            case .words(let words): text += " -x -a '\(words.joined(separator: " "))'"
            }
        }
        return text + " -d '\(fishQuoted(option.help))'"
    }

    private func fishQuoted(_ text: String) -> String {
        text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "\\'")
    }
}
