# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# Turns meson's testlog.txt into one KTAP: a test per program, what the
# program printed nested below it.

function end_program()
{
	if (program == "")
		return
	if (result == "exit status 0")
		print "ok " number " " program
	else if (result == "exit status 77")
		print "ok " number " " program " # SKIP"
	else
		print "not ok " number " " program " # " result
	program = ""
}

/^=+ [0-9]+\/[0-9]+ =+$/ {
	end_program()
	split($2, part, "/")
	if (!number)
		print "1.." part[2]
	number++
	section = "head"
	next
}

/^=+$/ {
	end_program()
	section = ""
	next
}

/^-+ (stdout|stderr) -+$/ {
	section = $2
	next
}

section == "head" && /^test: / {
	program = $NF
}

section == "head" && /^result: / {
	result = $0
	sub(/^result: */, "", result)
}

section == "stdout" {
	print "    " $0
}

section == "stderr" {
	print "    # " $0
}

END {
	end_program()
}
