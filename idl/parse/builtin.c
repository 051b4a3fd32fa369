// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: built-in files
 *
 * Files that nearly all others include. One of the same name in a folder that
 * the user gives goes first.
 */
#include <string.h>

#include "errors.h"
#include "parse/builtin.h"

/* What an interface inherits from whose calls go to an open module. */
static const char builtin_remote[] =
	"interface remote_handle64 {\n"
	"   long open(in string uri, rout remote_handle64 h);\n"
	"   long close(in remote_handle64 h);\n"
	"};\n";

/* The types of AEEStdDef.h that the language does not have anyway. */
static const char builtin_aee[] =
	"typedef long AEEResult;\n"
	"typedef unsigned long AEECLSID;\n"
	"typedef unsigned long AEEIID;\n"
	"typedef unsigned long AEEPRIVID;\n"
	"typedef unsigned long AEEUID;\n"
	"typedef wchar AECHAR;\n"
	"typedef octet byte;\n";

/**
 * builtin_file() - the text of a built-in file
 *
 * Return: the text; NULL: there is none of that name.
 */
const char *builtin_file(const char *name)
{
	if (!strcmp(name, "remote.idl"))
		return builtin_remote;
	if (!strcmp(name, "AEEStdDef.idl"))
		return builtin_aee;
	if (!strcmp(name, "AEEStdErr.idl"))
		return builtin_errors;
	return NULL;
}
