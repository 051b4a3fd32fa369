/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DOMAIN_H
#define DOMAIN_H

#include <remote.h>

/* The table of DSPs that programs in the manner of Qualcomm's examples look in. */
static domain_t supported_domains[] = {
	{ ADSP_DOMAIN_ID, ADSP_DOMAIN },
	{ MDSP_DOMAIN_ID, MDSP_DOMAIN },
	{ SDSP_DOMAIN_ID, SDSP_DOMAIN },
	{ CDSP_DOMAIN_ID, CDSP_DOMAIN },
	{ CDSP1_DOMAIN_ID, CDSP1_DOMAIN },
};

#endif
