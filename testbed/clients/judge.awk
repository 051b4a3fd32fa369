# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# Compares what one way of running the clients gave with results.list; prints TAP, a
# test for each result.
#
# usage: awk -v way=WAY -v dir=DIR -f judge.awk results.list
#   dir: a file of it for each program, "NAME VALUE" a line

function verdict(ok, program, name, remark)
{
	if (!ok)
		print "# " remark
	printf "%s %d - %s/%s\n", ok ? "ok" : "not ok", ++tests, program, name
}

# What a program said: value[name], names in said[1] to said[count].
function read_output(file,	line, part)
{
	split("", value)
	count = 0
	while ((getline line <file) > 0) {
		split(line, part, " ")
		said[++count] = part[1]
		value[part[1]] = part[2]
	}
	close(file)
}

# The results of the section that ends here, in all files that it names.
function judge(	i, k, name, program, is)
{
	for (i = 1; i <= programs; i++) {
		program = names[i]
		if (program ~ ("!" way "$"))
			continue
		sub(/!.*/, "", program)
		read_output(dir "/" program)
		for (k = 1; k <= results; k++) {
			name = result[k]
			is = (name in value) ? "is " value[name] : "is not there"
			verdict((name in value) && value[name] "" == wanted[name] "", program,
				name, is ", expected " wanted[name])
		}
		for (k = 1; k <= count; k++)
			if (!(said[k] in wanted))
				verdict(0, program, said[k], "is " value[said[k]] \
					", and results.list does not have it")
	}
	results = 0
	split("", wanted)
}

BEGIN { print "TAP version 14" }

/^#/ || /^$/ { next }

# "PROGRAM... :" begins a section.
/:$/ {
	judge()
	sub(/ *:$/, "")
	programs = split($0, names, " ")
	next
}

{
	result[++results] = $1
	wanted[$1] = $2
	for (i = 3; i <= NF; i++)
		if (index($i, way "=") == 1)
			wanted[$1] = substr($i, length(way) + 2)
}

END {
	judge()
	print "1.." tests + 0
}
