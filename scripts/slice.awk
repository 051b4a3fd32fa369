# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# A file as it is after some patch of scripts/series, for scripts/export-series:
#
#   awk -v patch=N -f slice.awk CLAIMS FILE
#
# CLAIMS has what patches claim of FILE, with tabs between: NUMBER part NAME, NUMBER
# lines REGEX, and behind one of these NUMBER was TEXT. What a patch with a number
# above N claims is left out.

function die(text)
{
	print "scripts/series: " FILENAME ": " text >"/dev/stderr"
	failed = 1
	exit 1
}

# The code of a line: without comments, strings and characters.
function code_of(text,	out, end)
{
	gsub(/\\["'\\]/, "", text)
	gsub(/"[^"]*"|'[^']*'/, "0", text)
	if (!in_comment)
		sub(/\/\/.*/, "", text)
	out = ""
	while (text != "") {
		if (in_comment) {
			end = index(text, "*/")
			if (!end)
				return out
			text = substr(text, end + 2)
			in_comment = 0
			continue
		}
		end = index(text, "/*")
		if (!end)
			return out text
		out = out substr(text, 1, end - 1)
		text = substr(text, end + 2)
		in_comment = 1
	}
	return out
}

# How many brackets a line of code opens more than it closes.
function opens(text)
{
	if (text ~ /^extern 0 \{/)
		return 0
	return gsub(/[({]/, "", text) - gsub(/[)}]/, "", text)
}

function is_blank(i)
{
	return line[i] ~ /^[ \t]*$/
}

# Whether what stands open ends with line i.
function ends(i)
{
	if (directive) {
		directive = line[i] ~ /\\$/
		return !directive
	}
	return code[i] ~ /[;}][ \t]*\\?$/
}

# Lines of C that belong together at the top: a comment, if any, and what it is about.
function find_items(	i, depth, open)
{
	depth = open = 0
	for (i = 1; i <= count; i++) {
		if (!open && is_blank(i))
			continue
		if (!open)
			items++
		item[i] = items
		if (is_blank(i) && !depth && !text[items]) {	# a comment alone
			open = 0
			delete item[i]
			continue
		}
		if (!depth && !text[items] && match(line[i], /^ \* DOC: /)) {
			named[items] = "DOC:" substr(line[i], RLENGTH + 1)
			gsub(/ /, "_", named[items])
		}
		open = 1
		if (code[i] ~ /^[ \t]*$/)
			continue
		if (!depth && !text[items])
			directive = code[i] ~ /^#/
		text[items] = text[items] " " code[i]
		depth += directive ? 0 : opens(code[i])
		if (depth < 0)
			depth = 0
		if (!depth && ends(i))
			open = 0
	}
}

# What an item defines.
function name_of(text)
{
	sub(/^[ \t]+/, "", text)
	if (text !~ /^(struct|enum|union) [a-z_0-9]+ \{/)
		sub(/\{.*/, "", text)
	if (text ~ /^#[ \t]*define/)
		sub(/^#[ \t]*define[ \t]+/, "", text)
	else if (text ~ /^(struct|enum|union) [a-z_0-9]+ \{/)
		sub(/^[a-z]+ /, "", text)
	else if (text ~ /^(struct|enum|union) [a-z_0-9]+;/)
		return "declared"
	else if (match(text, /[A-Za-z_0-9]+ *(\[[^\]]*\] *)*=/))
		text = substr(text, RSTART)
	else if (match(text, /[A-Za-z_0-9]+\(/))
		text = substr(text, RSTART)
	sub(/[^A-Za-z_0-9].*/, "", text)
	return text
}

# The words of the claim are shell patterns with * only.
function claim_part(number, name,	i, found, before)
{
	gsub(/\*/, ".*", name)
	for (i = 1; i <= count; i++) {
		if (!kconfig && item[i] && !(item[i] in named))
			named[item[i]] = name_of(text[item[i]])
		if (kconfig && line[i] ~ /^config /)
			current = $0 = substr(line[i], 8)
		if (kconfig ? current ~ "^" name "$" : item[i] && named[item[i]] ~ "^" name "$") {
			if (!found || item[i] != before) {
				found++
				region = i
				base = owner[i] + 0
			}
			before = item[i]
			own(i, number)
		}
	}
	return found
}

# The end of the statement that starts in line i, be it a condition with what it
# governs, a member, or a call over several lines.
function statement_end(i,	depth)
{
	if (!c_like)
		return i
	directive = code[i] ~ /^#/
	for (depth = 0; i < count; i++) {
		depth += directive ? 0 : opens(code[i])
		if (depth <= 0 && (ends(i) || !directive && code[i] ~ /(,|[^?]:)[ \t]*$/))
			break
	}
	return i
}

# The comment before line i belongs to it.
function statement_start(i)
{
	while (i > 1 && (c_like ? code[i - 1] ~ /^[ \t]*$/ && !is_blank(i - 1) : \
			 line[i - 1] ~ /^#/ && makefile))
		i--
	return i
}

# A condition or loop without braces is one line with what it governs.
function joined(i,	text, end)
{
	if (!c_like || line[i] !~ /^[ \t]*(if|else|for|while|list_[a-z_]*)([ (]|$)/ || \
	    code[i] ~ /\{[ \t]*$/)
		return line[i]
	text = line[i]
	for (end = statement_end(i); i < end; text = text " " one(line[i]))
		i++
	return text
}

function one(text)
{
	sub(/^[ \t]+/, "", text)
	return text
}

function claim_lines(number, regex, run,	i, j, from, to, found)
{
	for (i = 1; i <= count; i++) {
		if ((c_like && !run ? code[i] ~ /^[ \t]*$/ : is_blank(i)) || joined(i) !~ regex)
			continue
		while (c_like && code[i] ~ /^[ \t]*$/)
			i++
		from = statement_start(i)
		to = statement_end(i)
		while (run && to < count && !is_blank(to + 1) && \
		       indent(to + 1) >= indent(i))
			to = statement_end(to + 1)
		base = owner[from] + 0
		for (j = from; j <= to; j++)
			own(j, number)
		found++
		region = from
		i = to
	}
	return found
}

function indent(i)
{
	match(line[i], /^\t*/)
	return RLENGTH
}

function own(i, number)
{
	if (number > owner[i])
		owner[i] = number
}

FILENAME != claims_file && FNR == NR {
	claims_file = FILENAME
}

FNR == NR {
	claim[++claims] = $0
	next
}

{
	count = FNR
	line[FNR] = $0
	code[FNR] = code_of($0)
}

END {
	if (failed)
		exit 1
	c_like = FILENAME ~ /\.[ch]$/
	kconfig = FILENAME ~ /\/Kconfig$/
	makefile = FILENAME ~ /\/Makefile$/
	if (c_like)
		find_items()

	for (c = 1; c <= claims; c++) {
		split(claim[c], word, "\t")
		argument = claim[c]
		sub(/^[^\t]*\t[^\t]*\t?/, "", argument)
		if (word[2] == "was") {
			if (found != 1)
				die("\"was\" needs one place, but there are " found)
			was_at[++texts] = region
			was_from[texts] = base
			was_until[texts] = word[1]
			was[texts] = argument
			continue
		}
		found = word[2] == "part" ? claim_part(word[1], argument) : \
			claim_lines(word[1], argument, word[2] == "run")
		if (!found)
			die("there is no " argument)
	}

	for (i = 1; i <= count; i++) {
		for (c = 1; c <= texts; c++)
			if (was_at[c] == i && was_from[c] <= patch && patch < was_until[c])
				emit(was[c])
		if (owner[i] > patch) {
			left_out = 1
			continue
		}
		# One blank line of those around what is left out.
		if (left_out && is_blank(i) && (last == "" || last ~ /[{]$/ && !c_top(i)))
			continue
		if (left_out && line[i] ~ /^[ \t]*\}/ && last == "" && lines)
			lines--
		emit(line[i])
		left_out = left_out && is_blank(i)
	}
	while (lines && out[lines] == "" && count && line[count] != "")
		lines--
	for (i = 1; i <= lines; i++) {
		# The last of a list.
		if (makefile && out[i] ~ /[ \t]\\$/ && (i == lines || out[i + 1] == ""))
			sub(/[ \t]+\\$/, "", out[i])
		print out[i]
	}
}

function c_top(i)
{
	return item[i] == 0
}

function emit(text)
{
	out[++lines] = text
	last = text
}
