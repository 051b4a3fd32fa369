# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# Measure C files in kernel style: a function's body is what stands between a
# line "{" and a line "}". For scripts/metrics. With needs_doc set, non-static
# functions must have a kernel-doc comment. Prints
#
#   function FILE:LINE NAME LENGTH		from the line of the name to its "}"
#   file FILE LINES CODE COMMENT LOGS	non-blank lines; calls that log
#   nulltest FILE:LINE NAME			it tests a pointer parameter for NULL
#   type FILE:LINE NAME			struct, union or enum defined here
#   finding FILE:LINE TEXT

function finding(line, text)
{
	print "finding " FILENAME ":" line " " text
}

function flush_file()
{
	if (file != "")
		print "file", file, lines, code, comment, logs
}

# The text of a function head without attributes with arguments.
function plain(head)
{
	gsub(/__[a-z_]+\([^()]*\)/, "", head)
	return head
}

function begin_function(	head, open)
{
	head = plain(signature)
	open = index(head, "(")
	if (!open)
		return
	arguments = substr(head, open)
	head = substr(head, 1, open - 1)
	sub(/[ \t]+$/, "", head)
	name = head
	sub(/.*[^A-Za-z0-9_]/, "", name)
	inside = 1
	null_test = has_goto = has_cleanup = has_lockdep = 0
	if (needs_doc && !documented && head !~ /^static / && FILENAME ~ /\.c$/)
		finding(name_line, "no kernel-doc on " name "()")
}

function end_function()
{
	print "function", FILENAME ":" name_line, name, FNR - name_line + 1
	if (null_test)
		print "nulltest", FILENAME ":" name_line, name
	if (has_goto && has_cleanup)
		finding(name_line, "goto and cleanup helpers in " name "()")
	if (name ~ /_locked$/ && !has_lockdep)
		finding(name_line, "no lockdep assertion in " name "()")
	inside = 0
	signature = ""
}

# A test of a pointer parameter for NULL: the caller should know.
function tests_parameter(text,	list, n, i, p, pos)
{
	n = split(arguments, list, ",")
	for (i = 1; i <= n; i++) {
		pos = match(list[i], /\*[ \t]*[a-z_0-9]+[ \t)]*$/)
		if (!pos)
			continue
		p = list[i]
		sub(/.*\*[ \t]*/, "", p)
		sub(/[ \t)]*$/, "", p)
		if (text ~ ("^[ \t]*if \\(!" p "(\\)| )") ||
		    text ~ ("^[ \t]*if \\(" p " == NULL"))
			return 1
	}
	return 0
}

FNR == 1 {
	flush_file()
	file = FILENAME
	lines = code = comment = logs = 0
	inside = in_comment = was_doc = documented = 0
	signature = ""
}

{ lines++ }

# Blank lines end a head.
/^[ \t]*$/ {
	if (!inside)
		signature = ""
	next
}

in_comment || /^[ \t]*\/\*/ {
	comment++
	if (!in_comment)
		was_doc = /^\/\*\*/
	in_comment = !/\*\//
	if (!inside) {
		signature = ""
		documented = was_doc
	}
	next
}

/^[ \t]*\/\// { comment++; next }

{ code++ }

/(^|[^a-z_])(pr|dev|drm|netdev)_(dbg|info|notice|warn|err|emerg|alert|crit)[a-z_]*\(/ ||
/(^|[^a-z_])(printk|dev_err_probe)\(/ { logs++ }

/spin_lock_irqsave\(/ && FILENAME !~ /_(rpmsg|fence|job)\.c$/ {
	finding(FNR, "spin_lock_irqsave outside callback and fence code")
}

/^[a-z_]+[0-9]+:$/ { finding(FNR, "numbered label") }

inside && /^}/ { end_function(); next }

inside {
	if (/^[ \t]*goto /)
		has_goto = 1
	if (/(^|[^a-z_])(guard|scoped_guard|scoped_cond_guard|__free)\(/)
		has_cleanup = 1
	if (/(lockdep_assert|dma_resv_assert)/)
		has_lockdep = 1
	if (tests_parameter($0))
		null_test = 1
	next
}

/^(struct|union|enum) [A-Za-z_0-9]+ \{/ {
	print "type", FILENAME ":" FNR, $2
}

/^{$/ {
	if (signature != "")
		begin_function()
	signature = ""
	next
}

/^[#}]/ || /;$/ { signature = ""; documented = 0; next }

# A head: its first line has the name, or the type if the name is on the next.
/^[A-Za-z_]/ {
	if (signature == "" || signature !~ /\(/)
		name_line = FNR
	if (signature == "" && !was_doc)
		documented = 0
	signature = signature " " $0
	sub(/^ /, "", signature)
	next
}

{
	if (signature != "")
		signature = signature " " $0
}

END { flush_file() }
