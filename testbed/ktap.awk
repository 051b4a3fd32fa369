# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# Judges KTAP on standard input.  Prints a line "failed: NAME/PARENT/TEST"
# and the test's own remarks for each failure, then "PASSED FAILED SKIPPED".
# Counted are the tests that have no tests of their own.  What a crash leaves
# behind is a failure: a plan that was not fulfilled, a plan that never came.
#
# usage: awk -v name=NAME [-v status=N] -f ktap.awk
#   status: exit status of what wrote the KTAP; not 0 needs a failure to match

function fail(level, text, remark)
{
	failures++
	fail_level[failures] = level
	fail_text[failures] = text
	fail_remark[failures] = remark
}

# The result at this level ends all deeper levels; they belong to "parent".
# Returns the number of results in them.
function close_levels(level, parent, inner, i, had)
{
	for (inner = deepest; inner > level; inner--) {
		if (!(inner in seen) && !(inner in plan))
			continue
		had += seen[inner]
		if (!(inner in plan))
			fail(inner, "(no plan)", "")
		else if (plan[inner] != seen[inner])
			fail(inner, "(planned " plan[inner] ", ran " seen[inner] + 0 ")", "")
		delete plan[inner]
		delete seen[inner]
		delete remark[inner]
	}
	deepest = level
	failed_inside = 0
	for (i = 1; i <= failures; i++) {
		if (fail_level[i] <= level)
			continue
		failed_inside++
		fail_level[i] = level
		if (parent != "")
			fail_text[i] = parent "/" fail_text[i]
	}
	return had
}

function result(level, line, ok, skip, test, had)
{
	ok = line !~ /^not /
	skip = line ~ /# *[Ss][Kk][Ii][Pp]/
	test = line
	sub(/^(not )?ok *[0-9]* *(- )?/, "", test)
	sub(/ *#.*/, "", test)

	had = close_levels(level, test)
	seen[level]++
	if (had || failed_inside) {
		# Its own verdict counts only if its tests do not explain it.
		if (!ok && !failed_inside)
			fail(level, test, "    " line "\n")
	} else if (skip) {
		skipped++
	} else if (ok) {
		passed++
	} else {
		fail(level, test, remark[level])
	}
	delete remark[level]
}

{
	sub(/\r$/, "")
	match($0, /^ */)
	level = RLENGTH
	line = substr($0, level + 1)
}

line ~ /^(not )?ok($| )/ {
	if (level > deepest)
		deepest = level
	result(level, line)
	next
}

line ~ /^1\.\.[0-9]+/ {
	if (level > deepest)
		deepest = level
	planned = substr(line, 4) + 0
	if (level in plan)
		fail(level, "(second plan)", "")
	plan[level] = planned
	if (!planned && line ~ /# *[Ss][Kk][Ii][Pp]/)
		skipped++
	next
}

line ~ /^Bail out!/ {
	fail(level, line, "")
	next
}

line ~ /^#/ && line !~ /^# *(Totals|Subtest)/ {
	remark[level] = remark[level] "    " line "\n"
}

END {
	close_levels(-1, "")
	if (!passed && !failures && !skipped)
		fail(0, "(no test ran)", "")
	if (status && !failures)
		fail(0, "(exit status " status ")", "")
	for (i = 1; i <= failures; i++)
		printf "failed: %s/%s\n%s", name, fail_text[i], fail_remark[i]
	print passed + 0, failures + 0, skipped + 0
}
