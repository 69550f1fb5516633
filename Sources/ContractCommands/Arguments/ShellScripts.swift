extension CompletionCommand.Shell {
  /// The script that asks `git-contract complete` for every word: what there is to complete stands in the tool alone.
  var script: String {
    switch self {
    case .bash: Self.bashScript
    case .zsh: Self.zshScript
    case .fish: Self.fishScript
    }
  }

  /// Git's own completion calls `_git_contract`. The line is parted at blanks by hand, since bash parts words at `=`, `:` and `@`, and puts
  /// back only what follows one of the first two, or begins with the third.
  private static let bashScript = #"""
    # bash completion for 'git contract'. Printed by: git contract completion bash
    _git_contract() {
      local line=${COMP_LINE:0:COMP_POINT} word
      local -a typed=()
      read -r -a typed <<<"$line"
      [[ $line == *[[:space:]] ]] && typed+=('')
      while [ ${#typed[@]} -gt 0 ]; do
        word=${typed[0]}
        typed=("${typed[@]:1}")
        case $word in contract | git-contract | */git-contract) break ;; esac
      done
      [ ${#typed[@]} -gt 0 ] || return 0
      local current=${typed[${#typed[@]}-1]} kept='' mark rest
      for mark in '@' '=' ':'; do
        [[ $COMP_WORDBREAKS == *"$mark"* && $current == *"$mark"* ]] || continue
        rest=${current##*"$mark"}
        [ "$mark" != '@' ] || rest=@$rest
        (( ${#current} - ${#rest} > ${#kept} )) && kept=${current:0:${#current}-${#rest}}
      done
      COMPREPLY=()
      while IFS= read -r word; do COMPREPLY+=("${word#"$kept"}"); done < <(git-contract complete "${typed[@]}" 2>/dev/null)
    }
    complete -o bashdefault -o default -F _git_contract git-contract

    """#

  private static let zshScript = #"""
    #compdef git-contract
    # zsh completion for 'git contract'. Printed by: git contract completion zsh
    _git-contract() {
      local -a found
      found=(${(f)"$(git-contract complete "${(@)words[2,CURRENT]}" 2>/dev/null)"})
      if (( ${#found} )); then compadd -- $found; else _files; fi
    }
    _git-contract "$@"

    """#

  private static let fishScript = #"""
    # fish completion for 'git contract'. Printed by: git contract completion fish
    function __git_contract_complete
      set -l typed (commandline -opc) (commandline -ct)
      set -l place 1
      for word in $typed
        set place (math $place + 1)
        string match -q -r '^(contract|(.*/)?git-contract)$' -- $word; and break
      end
      git-contract complete $typed[$place..-1] 2>/dev/null
    end
    complete -c git-contract -a '(__git_contract_complete)'
    complete -c git -n 'contains -- contract (commandline -opc)' -a '(__git_contract_complete)'

    """#
}
