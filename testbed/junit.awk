# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# Turns the TAP or KTAP in a program's output into JUnit's XML. A test that has tests
# of its own is their class. Without any, the program is the test.
#
# usage: awk -v command=TEXT -v board=NAME -v ended=exit|timeout|failed -v status=N
#            -v seconds=N -f junit.awk

function xml(text)
{
	gsub(/[\001-\010\013\014\016-\037]/, "?", text)
	gsub(/&/, "\\&amp;", text)
	gsub(/</, "\\&lt;", text)
	gsub(/>/, "\\&gt;", text)
	gsub(/"/, "\\&quot;", text)
	return text
}

function add(class, name, kind, text)
{
	count[kind]++
	tests++
	cases = cases sprintf("    <testcase classname=\"%s\" name=\"%s\"", xml(class), xml(name))
	if (kind == "pass")
		cases = cases "/>\n"
	else if (kind == "skipped")
		cases = cases ">\n      <skipped message=\"" xml(text) "\"/>\n    </testcase>\n"
	else
		cases = cases ">\n      <" kind ">" xml(text) "</" kind ">\n    </testcase>\n"
}

{
	match($0, /^ */)
	level = RLENGTH
	line = substr($0, level + 1)
}

line ~ /^# Subtest: / {
	class[level] = substr(line, 12)
	next
}

line ~ /^# / {
	said[level] = said[level] substr(line, 3) "\n"
	next
}

line ~ /^(not )?ok( |$)/ {
	bad = line ~ /^not /
	name = line
	sub(/^(not )?ok *[0-9]* *(- )?/, "", name)
	why = ""
	if (match(name, / # SKIP */)) {
		why = substr(name, RSTART + RLENGTH)
		name = substr(name, 1, RSTART - 1)
		kind = "skipped"
	} else {
		kind = bad ? "failure" : "pass"
	}
	# Had it tests of its own, these tell the tale, unless none of them failed.
	parent = 0
	failed = 0
	for (inner in seen)
		if (inner + 0 > level && seen[inner]) {
			parent = 1
			failed += bads[inner]
			seen[inner] = bads[inner] = 0
		}
	seen[level]++
	bads[level] += bad
	if (!parent || (bad && !failed))
		add(level in class ? class[level] : board, name, kind,
		    kind == "skipped" ? why : said[level])
	said[level] = ""
	next
}

END {
	if (!tests && ended == "exit" && status == 0)
		add(board, command, "pass", "")
	else if (ended == "timeout")
		add(board, command, "error", "not finished in time")
	else if (ended == "failed")
		add(board, command, "error", "the board failed")
	else if (status != 0 && !count["failure"])
		add(board, command, "failure", "exit status " status)
	print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
	print "<testsuites>"
	printf "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\"", xml(board),
		tests, count["failure"], count["error"]
	printf " skipped=\"%d\" time=\"%d\">\n", count["skipped"], seconds
	printf "%s", cases
	print "  </testsuite>"
	print "</testsuites>"
}
