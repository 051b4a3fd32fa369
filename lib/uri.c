// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * URIs of modules: file:///NAME?FUNCTION&_modver=1.0&_dom=cdsp&_session=1. The
 * file and the function are for the DSP, which gets the whole text; the domain
 * and the session say where the module runs, and are for this side.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "search.h"
#include "uri.h"

#define URI_SESSION_MAX	3

/**
 * qda_uri_is() - is this a URI, and not the name of a module?
 * @text: the text
 *
 * Return: whether it is.
 */
bool qda_uri_is(const char *text)
{
	return strstr(text, "://");
}

/* The file that is named, whatever stands before it that is no folder. */
static int uri_take_file(struct qda_uri *uri, const char *text, char *why,
			 size_t size)
{
	const char *begin = strstr(text, "://") + strlen("://");
	char name[QDA_SUPPLY_NAME];
	const char *plain;
	size_t length;

	begin += strspn(begin, "/");
	length = strcspn(begin, "?");
	if (length >= sizeof(name)) {
		snprintf(why, size, "the name of the file in the URI is too long");
		return -ENAMETOOLONG;
	}
	memcpy(name, begin, length);
	name[length] = '\0';
	plain = qda_search_plain(name);
	if (!plain) {
		snprintf(why, size,
			 "'%s' in the URI is not the name of a file without a folder: "
			 "name its folder in DSP_LIBRARY_PATH", name);
		return -EINVAL;
	}
	strcpy(uri->file, plain);
	return 0;
}

static int uri_take_domain(struct qda_uri *uri, const char *value,
			   size_t length, char *why, size_t size)
{
	if (!length || length >= sizeof(uri->domain) ||
	    (uri->domain[0] && (strncmp(uri->domain, value, length) ||
				uri->domain[length]))) {
		snprintf(why, size,
			 "_dom=%.*s in the URI is not the name of one DSP: write, for example, _dom=cdsp",
			 (int)length, value);
		return -EINVAL;
	}
	memcpy(uri->domain, value, length);
	uri->domain[length] = '\0';
	return 0;
}

static int uri_take_session(struct qda_uri *uri, const char *value,
			    size_t length, char *why, size_t size)
{
	uint32_t number = (uint32_t)(*value - '0');

	if (length != 1 || number > URI_SESSION_MAX ||
	    (uri->has_session && uri->session != number)) {
		snprintf(why, size,
			 "_session=%.*s in the URI is not the number of one session: give 0 to %d",
			 (int)length, value, URI_SESSION_MAX);
		return -EINVAL;
	}
	uri->has_session = true;
	uri->session = number;
	return 0;
}

/* One "KEY=VALUE" between '&'; those that are not for us are the DSP's. */
static int uri_take_part(struct qda_uri *uri, const char *part, size_t length,
			 char *why, size_t size)
{
	static const char domain[] = "_dom=", session[] = "_session=";
	size_t skip = sizeof(domain) - 1;

	if (length >= skip && !memcmp(part, domain, skip))
		return uri_take_domain(uri, part + skip, length - skip, why,
				       size);
	skip = sizeof(session) - 1;
	if (length >= skip && !memcmp(part, session, skip))
		return uri_take_session(uri, part + skip, length - skip, why,
					size);
	return 0;
}

/**
 * qda_uri_parse() - read a URI
 * @uri: where to put what it says
 * @text: the URI: qda_uri_is()
 * @why: where to put words about what is wrong, or "" if nothing is
 * @size: bytes at @why, at least 1
 *
 * Return: 0; -EINVAL for a folder, or for a domain or a session that cannot be
 * one; -ENAMETOOLONG.
 */
int qda_uri_parse(struct qda_uri *uri, const char *text, char *why, size_t size)
{
	const char *part = strchr(text, '?');
	int ret;

	why[0] = '\0';
	memset(uri, 0, sizeof(*uri));
	ret = uri_take_file(uri, text, why, size);
	while (!ret && part && *part) {
		size_t length = strcspn(++part, "&");

		ret = uri_take_part(uri, part, length, why, size);
		part += length;
	}
	return ret;
}

int qda_uri_target(const char *uri, char domain[QDA_DOMAIN_SIZE],
		   uint32_t *session, char *text, size_t size)
{
	char why[QDA_TEXT_SIZE];
	struct qda_uri said;
	int ret;

	domain[0] = '\0';
	*session = 0;
	if (text && size)
		text[0] = '\0';
	if (!qda_uri_is(uri))
		return 0;
	ret = qda_uri_parse(&said, uri, why, sizeof(why));
	if (ret && text && size)
		snprintf(text, size, "%s", why);
	if (!ret) {
		memcpy(domain, said.domain, sizeof(said.domain));
		*session = said.session;
	}
	return ret;
}
