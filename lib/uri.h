/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_URI_H
#define QDA_URI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qda.h"
#include "supply.h"

/**
 * struct qda_uri - what the URI of a module says
 */
struct qda_uri {
	/** @file: name of the file, without a folder */
	char file[QDA_SUPPLY_NAME];
	/** @domain: name of the DSP, or "" if it does not matter */
	char domain[QDA_DOMAIN_SIZE];
	/** @has_session: whether it names a session */
	bool has_session;
	/** @session: number of the session on that DSP */
	uint32_t session;
};

bool qda_uri_is(const char *text);
int qda_uri_parse(struct qda_uri *uri, const char *text, char *why, size_t size);

#endif
