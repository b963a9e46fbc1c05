// The script for bash.

extension CompletionScript {
    var bash: String {
        """
        # bash completion for lvsctl

        # Offers the words of $1, one a line.
        _lvsctl_words() {
            mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
        }

        _lvsctl_files() {
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
        }

        _lvsctl() {
            local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
            local index=1 verb='' words=''
            COMPREPLY=()
            # Bash makes three words of --option=value.
            if [[ $current == = ]]; then
                current=''
            elif [[ $previous == = ]]; then
                previous=${COMP_WORDS[COMP_CWORD - 2]}
            fi
            while ((index < COMP_CWORD)); do
                case ${COMP_WORDS[index]} in
                \(globalValued.map(\.name.long).joined(separator: " | ")))
                    if [[ ${COMP_WORDS[index + 1]} == = ]]; then ((index += 2)); else ((index++)); fi
                    ;;
                -*) ;;
                *)
                    verb=${COMP_WORDS[index]}
                    break
                    ;;
                esac
                ((index++))
            done
            if [[ $verb == help ]] && ((index + 1 < COMP_CWORD)); then
                [[ ${COMP_WORDS[index + 1]} == sync ]] && _lvsctl_words 'start stop status'
                return
            fi
            if [[ $verb == sync ]]; then
                if ((index + 1 == COMP_CWORD)) && [[ $current != -* ]]; then
                    _lvsctl_words 'start stop status'
                    return
                fi
                verb+=" ${COMP_WORDS[index + 1]}"
            fi
            case $previous in
        \(globalValued.map { bashValue($0, pattern: $0.name.long) }.joined())    esac
            case $verb:$previous in
        \(rows.map(bashValues).joined())    esac
            case $verb in
            '')
                words='\(globalSpellings.joined(separator: " "))'
                [[ $current == -* ]] || words='\((firstWords + ["ipvsadm"]).joined(separator: " "))'
                ;;
        \(rows.map(bashWords).joined())    esac
            _lvsctl_words "$words"
        }

        complete -F _lvsctl lvsctl

        """
    }

    /// What can stand after an option of a verb.
    private func bashValues(_ row: Row) -> String {
        row.valued.map { option in
            bashValue(
                option,
                pattern: option.name.spellings.map { "'\(row.words):\($0)'" }.joined(separator: " | ")
            )
        }.joined()
    }

    private func bashValue(_ option: ValueOption, pattern: String) -> String {
        let action =
            switch option.candidates {
            case .unknown: option.isValueOptional ? "" : "return"
            case .files: "_lvsctl_files && return"
            case .words(let words): "_lvsctl_words '\(words.joined(separator: " "))' && return"
            }
        return action.isEmpty ? "" : "    \(pattern)) \(action) ;;\n"
    }

    /// What can stand anywhere else: options, or for a word without a dash what the verb takes besides.
    private func bashWords(_ row: Row) -> String {
        let options = row.options.flatMap(\.name.spellings) + ["-h", "--help"]
        var other = ""
        for operand in row.operands {
            switch operand.candidates {
            case .files: other = "_lvsctl_files"
            case .words(let words): other = "_lvsctl_words '\(words.joined(separator: " "))'"
            case .unknown: break
            }
        }
        return """
                '\(row.words)')
                    words='\(options.joined(separator: " "))'
            \(other.isEmpty ? "" : "        [[ $current == -* ]] || { \(other) && return; }\n")        ;;

            """
    }
}
