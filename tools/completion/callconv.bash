# bash completion for callconv(1).

_callconv_names() # what: conventions, targets
{
    callconv list "$1" --format json 2>/dev/null | sed -n 's/^ *{"name": "\([^"]*\)".*/\1/p'
}

# Completes the last item of a comma-separated list.
_callconv_list()
{
    local before=
    [[ $cur == *,* ]] && before=${cur%,*},
    COMPREPLY=($(compgen -P "$before" -W "$1" -- "${cur##*,}"))
    compopt -o nospace
}

_callconv()
{
    local cur prev words cword
    if declare -F _init_completion >/dev/null; then
        _init_completion -n = || return
    else
        cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=("${COMP_WORDS[@]}") cword=$COMP_CWORD
    fi
    local command=${words[1]} rendering preprocessing selection options
    rendering="--color --ascii --unicode --width -o --help"
    preprocessing="--cc -I -D -U -include -imacros -isystem -iquote -idirafter -isysroot -pthread"
    selection="--only --from --as --features"
    if ((cword == 1)); then
        COMPREPLY=($(compgen -W "explain layout list call trace thunk check conform help --help --version" -- "$cur"))
        return
    fi
    if [[ $cur == --*=* ]]; then
        prev=${cur%%=*} cur=${cur#*=}
    fi
    case $prev in
        --abi | --to) _callconv_list "all every c $(_callconv_names conventions)"; return ;;
        --target)
            if [[ $command == layout ]]; then _callconv_list "all $(_callconv_names targets)"
            else COMPREPLY=($(compgen -W "$(_callconv_names targets)" -- "$cur")); fi
            return ;;
        --language) COMPREPLY=($(compgen -W "c zig" -- "$cur")); return ;;
        --from)
            if [[ $command == thunk ]]; then COMPREPLY=($(compgen -W "$(_callconv_names conventions)" -- "$cur")); fi
            return ;;
        --syntax)
            if [[ $command == thunk ]]; then COMPREPLY=($(compgen -W "att intel nasm masm" -- "$cur"))
            else COMPREPLY=($(compgen -W "intel att" -- "$cur")); fi
            return ;;
        --as) COMPREPLY=($(compgen -W "document gcc clang msvc" -- "$cur")); return ;;
        --format)
            if [[ $command == trace ]]; then COMPREPLY=($(compgen -W "screen text json html svg" -- "$cur"))
            elif [[ $command == conform ]]; then COMPREPLY=($(compgen -W "text markdown json counts" -- "$cur"))
            elif [[ $command == list ]]; then COMPREPLY=($(compgen -W "text json markdown" -- "$cur"))
            else COMPREPLY=($(compgen -W "text json markdown svg" -- "$cur")); fi
            return ;;
        --step) COMPREPLY=($(compgen -W "instruction call line" -- "$cur")); return ;;
        --engine) COMPREPLY=($(compgen -W "auto compiled code-free" -- "$cur")); return ;;
        --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
        --features) _callconv_list "avx avx512"; return ;;
        --cc | --against | --run | --link) COMPREPLY=($(compgen -c -- "$cur")); return ;;
        --types) _callconv_list "$(callconv conform --list 2>/dev/null | sed -n 's/^  \([a-z0-9-]*\) .*/\1/p')"; return ;;
        --keep | --golden) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --cases | --seed | --only-case | --jobs | --time-limit | --shrink | --symbol | --varargs | --only | --width | --name | --target-symbol | --save | --locals | --time | --args | --prototype | --stub | --steps | --stack | --heap | -D | -U) return ;;
        -o | --header | -include | -imacros) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        -I | -isystem | -iquote | -idirafter | -isysroot) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    esac
    case $command in
        explain) options="--abi --symbol --target --varargs --format $selection --brief --full $preprocessing $rendering" ;;
        layout) options="--target --format $selection $preprocessing $rendering" ;;
        list) options="--format $rendering" ;;
        call) options="--abi --header --engine --errno --check --time --json --as --features $preprocessing -o --help" ;;
        check) options="--abi --format --fail-on --notes --suppress --baseline --write-baseline --help" ;;
        trace) options="--args --prototype --header --abi --cc --stub --steps --stack --heap --step --at --checks --format --syntax -o --ascii --color --help" ;;
        thunk)
            if ((cword == 2)); then
                COMPREPLY=($(compgen -W "bridge call callee check-wrapper --help" -- "$cur"))
                return
            fi
            options="--from --to --abi --target --syntax --name --target-symbol --method --save --locals --naked --varargs --only --as \
            --features $preprocessing -o --help" ;;
        conform) options="--cc --against --language --abi --target --as --run --link --cases --seed --only-case --types --jobs \
            --time-limit --format -o --shrink --keep --golden --quiet --list --help" ;;
        help) COMPREPLY=($(compgen -W "explain layout list call trace thunk check conform" -- "$cur")); return ;;
        *) return ;;
    esac
    if [[ $cur == -* ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$cur"))
    elif [[ $command == list ]]; then
        COMPREPLY=($(compgen -W "conventions targets divergences $(_callconv_names conventions)" -- "$cur"))
    else
        COMPREPLY=($(compgen -f -- "$cur"))
    fi
}

complete -F _callconv callconv
