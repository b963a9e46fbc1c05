// The script for fish.

extension CompletionScript {
    var fish: String {
        var lines = ["# fish completion for lvsctl", "", "complete -c lvsctl -f"]
        for word in firstWords {
            lines.append(
                "complete -c lvsctl -n __fish_use_subcommand -a \(word) -d '\(fishQuoted(summary(of: word)))'"
            )
        }
        lines.append(
            "complete -c lvsctl -n '__fish_seen_subcommand_from sync; "
                + "and not __fish_seen_subcommand_from start stop status' -a 'start stop status'"
        )
        for row in rows {
            let condition = row.words.split(separator: " ")
                .map { "__fish_seen_subcommand_from \($0)" }.joined(separator: "; and ")
            let start = "complete -c lvsctl -n '\(condition)'"
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
