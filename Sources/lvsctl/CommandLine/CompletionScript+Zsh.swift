// The script for zsh.

extension CompletionScript {
    var zsh: String {
        """
        #compdef lvsctl

        _lvsctl() {
            local -a verbs=(
        \(firstWords.map { "        '\($0):\(zshQuoted(summary(of: $0)))'\n" }.joined())    )
            if ((CURRENT == 2)); then
                _describe verb verbs
                return
            fi
            local verb=$words[2]
            shift words
            ((CURRENT--))
            if [[ $verb == sync ]]; then
                if ((CURRENT == 2)); then
                    compadd start stop status
                    return
                fi
                verb+=" $words[2]"
                shift words
                ((CURRENT--))
            fi
            case $verb in
            help) compadd -- \(firstWords.joined(separator: " ")) ;;
        \(rows.map(zshArguments).joined())    esac
        }

        _lvsctl "$@"

        """
    }

    private func zshArguments(_ row: Row) -> String {
        var specifications = row.options.map { option in
            let names = option.name.spellings
            let head =
                names.count == 1
                ? names[0] : "'(\(names.joined(separator: " ")))'{\(names.joined(separator: ","))}"
            var tail = "'[\(zshQuoted(option.help))]"
            if let valued = option as? ValueOption {
                tail += valued.isValueOptional ? "::" : ":"
                tail += zshQuoted(valued.valueName) + ":" + zshAction(valued.candidates)
            }
            return head + tail + "'"
        }
        specifications.append("'(-h --help)'{-h,--help}'[Show help.]'")
        specifications += row.operands.map { operand in
            "'\(operand.isRepeatable ? "*" : ""):\(zshQuoted(operand.name)):\(zshAction(operand.candidates))'"
        }
        return "    '\(row.words)')\n        _arguments -s \\\n"
            + specifications.map { "            \($0)" }.joined(separator: " \\\n") + "\n        ;;\n"
    }

    private func zshAction(_ candidates: Candidates) -> String {
        switch candidates {
        case .unknown: " "
        case .files: "_files"
        case .words(let words): "(\(words.joined(separator: " ")))"
        }
    }

    /// Keeps what is special in a specification from being so.
    private func zshQuoted(_ text: String) -> String {
        var quoted = ""
        for character in text {
            switch character {
            case "'": quoted += "'\\''"
            case ":", "[", "]", "\\": quoted += "\\\(character)"
            default: quoted.append(character)
            }
        }
        return quoted
    }
}
