# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# Completion of the qda command for fish. Commands and options are those of its help; it
# asks no DSP.

# The command that is typed, if there is one yet.
function __qda_command
    set -l words (commandline -opc)
    while set -q words[2]
        set -e words[1]
        switch $words[1]
            case -d --device -w --wait
                set -e words[1]
            case '-*'
            case '*'
                echo $words[1]
                return 0
        end
    end
    return 1
end

function __qda_commands
    qda --help 2>/dev/null | string replace -rf '^  ([a-z]+) +(.*)$' '$1\t$2'
end

function __qda_options
    set -l command (__qda_command)
    qda $command --help 2>/dev/null |
        string replace -rf '^  (?:-., )?(--[a-z-]+)[^ ]*(?: [A-Z]+)? *(.*)$' '$1\t$2'
end

# The modules that a name finds, without -p: the folders of libqda(3).
function __qda_modules
    set -l folders (string split -n -- : "$DSP_LIBRARY_PATH:$ADSP_LIBRARY_PATH" |
        string split -n ';') /usr/lib/dsp /usr/lib/dsp/*
    for folder in $folders
        for file in $folder/lib*_skel.so
            string replace -r '^.*/lib(.*)_skel\.so$' '$1' -- $file
        end
    end
end

complete -c qda -n 'not __qda_command >/dev/null' -f -a '(__qda_commands)'
complete -c qda -n 'string match -q -- "-*" (commandline -ct)' -f -a '(__qda_options)'
complete -c qda -n 'not __qda_command >/dev/null' -s d -l device -x \
    -a 'adsp cdsp mdsp sdsp /dev/accel/accel*'
complete -c qda -n 'test "$(__qda_command)" = call' -a '(__qda_modules)'
complete -c qda -n 'test "$(__qda_command)" = demo' -a sobel
