// The script for zsh.

extension CompletionScript {
    var zsh: String {
        """
        #compdef lvsctl

        _lvsctl() {
            local curcontext=$curcontext state line
            local -a verbs=(
        \((firstWords + ["ipvsadm"]).map { "        '\($0):\(zshQuoted(summary(of: $0)))'\n" }.joined())    )
            _arguments -s -C -A '-*' \\
        \(general.map { "        \(zshOption($0)) \\\n" }.joined())        '1: :->verb' \\
                '*:: :->rest' && return
            case $state in
            verb)
                _describe verb verbs
                return
                ;;
            rest) ;;
            *) return 1 ;;
            esac
            local verb=$words[1]
            if [[ $verb == sync ]]; then
                if ((CURRENT == 2)); then
                    compadd start stop status
                    return
                fi
                verb+=" $words[2]"
                shift words
                ((CURRENT--))
            fi
            if [[ $verb == help && $CURRENT -gt 2 ]]; then
                [[ $words[2] == sync ]] && compadd start stop status
                return
            fi
            case $verb in
        \(rows.map(zshArguments).joined())    esac
        }

        _lvsctl "$@"

        """
    }

    private func zshArguments(_ row: Row) -> String {
        var specifications = row.options.map(zshOption)
        specifications.append("'(-h --help)'{-h,--help}'[Show help.]'")
        specifications += row.operands.map { operand in
            "'\(operand.isRepeatable ? "*" : ""):\(zshQuoted(operand.name)):\(zshAction(operand.candidates))'"
        }
        return "    '\(row.words)')\n        _arguments -s \\\n"
            + specifications.map { "            \($0)" }.joined(separator: " \\\n") + "\n        ;;\n"
    }

    /// An option as `_arguments` takes it.
    private func zshOption(_ option: VerbOption) -> String {
        let names = option.name.spellings
        var forms = names
        var tail = "[\(zshQuoted(option.help))]"
        if let valued = option as? ValueOption {
            // The value can be attached: to a word with an equals sign, to a letter without.
            forms = names.map { $0 + ($0.hasPrefix("--") ? "=" : "+") }
            tail += valued.isValueOptional ? "::" : ":"
            tail += zshQuoted(valued.valueName) + ":" + zshAction(valued.candidates)
        }
        if names.count == 1 { return "'\(forms[0])\(tail)'" }
        return "'(\(names.joined(separator: " ")))'{\(forms.joined(separator: ","))}'\(tail)'"
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
