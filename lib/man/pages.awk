# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# Manual pages out of what the public header says about its functions: a page for each of
# its sections, in mdoc. The page has the name that the section's first function begins
# with, qda_session for qda_session_create().
#
#	awk -f pages.awk list=yes qda.h              PAGE FUNCTION of each function
#	awk -f pages.awk out=DIR date=DATE qda.h     makes DIR/PAGE.3 of each section

# "/* --- sessions -- */": what comes belongs to the page of the next function.
/^\/\* -+ [a-z ]+ -+ \*\/$/ {
	finish()
	title = $0
	gsub(/^\/\* -+ | -+ \*\/$/, "", title)
	next
}
/^\/\*\*/ {
	comment = ""
	in_comment = 1
}
in_comment {
	line = $0
	sub(/^\/\*\* ?/, "", line)
	ends = sub(/ ?\*\/$/, "", line)
	sub(/^ \* ?/, "", line)
	if (comment != "" || line != "")
		comment = comment line "\n"
	if (ends) {
		in_comment = 0
		declaration = ""
		in_declaration = comment !~ /^(DOC|QDA_[A-Z_]+ -)/
	}
	next
}
in_declaration {
	declaration = declaration $0 "\n"
	if (declaration ~ /^typedef .*;\n$/) {
		description = description ".Ss " heading() "\n" mdoc(summary_of(comment)) ".\n" \
			".Dl " mdoc(declaration)
		in_declaration = 0
	} else if (declaration ~ /^(struct|enum) [a-z_]+ \{/) {
		begin_type()
		in_declaration = 0
		in_type = 1
	} else if (/;$/) {
		function_item()
		in_declaration = 0
	}
	next
}
in_type && /^\t\/\*\* @/ {
	comment_of_member()
	next
}
in_type && /^\t\/\*\*/ {
	member_text = ""
	in_member = 1
	next
}
in_type && in_member {
	line = $0
	ends = sub(/ ?\*\/$/, "", line)
	sub(/^\t \* ?/, "", line)
	sub(/^@[a-zA-Z_0-9]+: /, "", line)
	if (line != "")
		member_text = member_text line "\n"
	in_member = !ends
	next
}
in_type && /^\};/ {
	description = description ".El\n"
	in_type = 0
}
in_type && NF {
	line = $0
	sub(/^[ \t]+/, "", line)
	sub(/[;,]$/, "", line)
	description = description ".It " mdoc(line) "\n" mdoc(member_text)
	member_text = ""
}
END {
	finish()
	if (in_comment || in_declaration || in_type)
		fail("the header ends within a declaration")
}

function fail(text)
{
	print FILENAME ": " text >"/dev/stderr"
	failed = 1
	exit 1
}

# A comment of one line: the text of the member that follows.
function comment_of_member(	line)
{
	line = $0
	sub(/^\t\/\*\* @[a-zA-Z_0-9]+: /, "", line)
	in_member = !sub(/ ?\*\/$/, "", line)
	member_text = line "\n"
}

# mdoc TEXT: with no character that troff would take for its own.
function mdoc(text)
{
	gsub(/\\/, "\\e", text)
	gsub(/-/, "\\-", text)
	gsub(/\n[.']/, "\n\\\\\\&&", text)
	if (text ~ /^[.']/)
		text = "\\&" text
	text = fonts(text, "@[a-z][a-z_0-9]*", "I", 1)
	text = fonts(text, "%[A-Z][A-Z_0-9]*", "B", 1)
	text = fonts(text, "[a-z_][a-z_0-9]*\\(\\)", "B", 0)
	gsub(/&(enum|struct) /, "", text)
	gsub(/\n\t/, "\n", text)
	# A sentence begins a line.
	while (match(text, /[A-Za-z0-9)"][.] [A-Z\\]/))
		text = substr(text, 1, RSTART + 1) "\n" substr(text, RSTART + 3)
	return text
}

# fonts TEXT PATTERN FONT SKIP: what matches, without its first SKIP characters, in a font.
function fonts(text, pattern, font, skip,	done)
{
	done = ""
	while (match(text, pattern)) {
		done = done substr(text, 1, RSTART - 1) "\\f" font \
			substr(text, RSTART + skip, RLENGTH - skip) "\\fR"
		text = substr(text, RSTART + RLENGTH)
	}
	return done text
}

# summary_of COMMENT: what stands behind "NAME - " in its first line.
function summary_of(text)
{
	sub(/\n.*/, "", text)
	sub(/^[^-]*- /, "", text)
	return toupper(substr(text, 1, 1)) substr(text, 2)
}

# heading: what a type's comment begins with, "struct qda_image".
function heading(	text)
{
	text = comment
	sub(/ - .*/, "", text)
	return mdoc(text)
}

function begin_type()
{
	description = description ".Ss " heading() "\n" mdoc(summary_of(comment)) \
		".\n.Bl -tag -width Ds\n"
	member_text = ""
}

# The arguments, "TYPE NAME", as mdoc wants them.
function synopsis_of(text,	type, name, arguments, list, n, i, result)
{
	gsub(/[ \t\n]+/, " ", text)
	type = text
	sub(/[a-z_0-9]+\(.*/, "", type)
	name = substr(text, length(type) + 1)
	sub(/ $/, "", type)
	arguments = name
	sub(/\(.*/, "", name)
	sub(/^[^(]*\(/, "", arguments)
	sub(/\); *$/, "", arguments)
	result = ".Ft \"" type "\"\n.Fo " name "\n"
	n = split_arguments(arguments, list)
	for (i = 1; i <= n; i++)
		result = result ".Fa \"" list[i] "\"\n"
	return result ".Fc\n"
}

# Commas within brackets divide nothing.
function split_arguments(text, list,	n, i, depth, c)
{
	n = 1
	depth = 0
	list[1] = ""
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		depth += (c == "(") - (c == ")")
		if (c == "," && !depth) {
			list[++n] = ""
			i++
		} else {
			list[n] = list[n] c
		}
	}
	return n
}

# What a function's comment says: arguments, paragraphs, its return.
function function_item(	name, lines, n, i, line, text, in_return, argument, part, \
	arguments_of_it, paragraph, returned)
{
	name = comment
	sub(/\(.*\n?/, "", name)
	sub(/\n.*/, "", name)
	if (index(declaration, name "(") == 0)
		fail("the comment of " name "() stands before: " declaration)
	if (page == "" && split(name, part, "_") > 1)
		page = part[1] "_" part[2]
	functions = functions " " name
	if (list)
		print page, name
	synopsis = synopsis synopsis_of(declaration)
	text = ".Ss " name "()\n" mdoc(summary_of(comment)) ".\n"
	n = split(comment, lines, "\n")
	for (i = 2; i <= n; i++) {
		line = lines[i]
		if (line ~ /^@[a-z_0-9]+: /) {
			argument = substr(line, 2)
			sub(/:.*/, "", argument)
			sub(/^@[a-z_0-9]+: /, "", line)
			arguments_of_it = arguments_of_it ".It Fa " argument "\n" mdoc(line) "\n"
		} else if (line ~ /^\t/) {
			arguments_of_it = arguments_of_it mdoc(substr(line, 2)) "\n"
		} else if (line ~ /^Return: /) {
			in_return = 1
			returned = mdoc(substr(line, 9)) "\n"
		} else if (in_return && line != "") {
			returned = returned mdoc(line) "\n"
		} else if (line == "") {
			paragraph = paragraph "\n"
		} else {
			paragraph = paragraph mdoc(line) "\n"
		}
	}
	if (arguments_of_it != "")
		text = text ".Bl -tag -width Ds\n" arguments_of_it ".El\n"
	gsub(/^\n+|\n+$/, "", paragraph)
	gsub(/\n\n+/, "\n.Pp\n", paragraph)
	if (paragraph != "")
		text = text ".Pp\n" paragraph "\n"
	description = description text
	if (returned != "")
		returns = returns ".It Fn " name "\n" returned
}

# The page of a section is complete.
function finish(	file, names, n, i)
{
	if (!failed && !list && functions != "") {
		file = out "/" page ".3"
		n = split(substr(functions, 2), names, " ")
		print ".\\\" SPDX-License-Identifier: MIT" >file
		print ".\\\" Copyright (c) 2026 The qda authors" >file
		print ".Dd " date "\n.Dt " toupper(page) " 3\n.Os\n.Sh NAME" >file
		for (i = 1; i <= n; i++)
			print ".Nm " names[i] (i < n ? " ," : "") >file
		print ".Nd " (title == "" ? "version" : title) " of libqda" >file
		print ".Sh SYNOPSIS\n.In qda.h" >file
		printf "%s.Sh DESCRIPTION\n%s", synopsis, description >file
		if (returns != "")
			printf ".Sh RETURN VALUES\n.Bl -tag -width Ds\n%s.El\n", returns >file
		print ".Sh SEE ALSO\n.Xr libqda 3" >file
		close(file)
	}
	page = functions = synopsis = description = returns = ""
}
