// The script for bash.

extension CompletionScript {
    var bash: String {
        """
        # bash completion for lvsctl

        _lvsctl() {
            local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
            local index=1 verb='' words=''
            COMPREPLY=()
            while ((index < COMP_CWORD)); do
                case ${COMP_WORDS[index]} in
                --table | --color) ((index++)) ;;
                -*) ;;
                *)
                    verb=${COMP_WORDS[index]}
                    break
                    ;;
                esac
                ((index++))
            done
            if [[ $verb == sync ]]; then
                if ((index + 1 == COMP_CWORD)) && [[ $current != -* ]]; then
                    COMPREPLY=($(compgen -W 'start stop status' -- "$current"))
                    return
                fi
                verb+=" ${COMP_WORDS[index + 1]}"
            fi
            case $verb:$previous in
        \(rows.map(bashValues).joined())    esac
            case $verb in
            '') words='\((firstWords + ["help", "version", "--help", "--version"]).joined(separator: " "))' ;;
            help) words='\(firstWords.joined(separator: " "))' ;;
        \(rows.map(bashWords).joined())    esac
            COMPREPLY=($(compgen -W "$words" -- "$current"))
        }

        complete -F _lvsctl lvsctl

        """
    }

    /// What can stand behind an option.
    private func bashValues(_ row: Row) -> String {
        row.valued.map { option in
            let patterns = option.name.spellings.map { "'\(row.words):\($0)'" }.joined(separator: " | ")
            let action =
                switch option.candidates {
                case .unknown: option.isValueOptional ? "" : "return"
                case .files: "COMPREPLY=($(compgen -f -- \"$current\")) && return"
                case .words(let words):
                    "COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$current\")) && return"
                }
            return action.isEmpty ? "" : "    \(patterns)) \(action) ;;\n"
        }.joined()
    }

    /// What can stand anywhere else: options, or for a word without a dash what the verb takes besides.
    private func bashWords(_ row: Row) -> String {
        let options = row.options.flatMap(\.name.spellings) + ["-h", "--help"]
        var other = ""
        for operand in row.operands {
            switch operand.candidates {
            case .files: other = "COMPREPLY=($(compgen -f -- \"$current\"))"
            case .words(let words):
                other = "COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$current\"))"
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
