# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# For the Makefile of a library of your own:
#
#	include .../dsp/sdk/skel.mk
#	libhello_skel.so: hello.c more.cc fast.S there.o libmath.a
#
# Sources in C and C++, assembler, objects, archives and shared libraries become a part of
# it; headers are what it depends on. SKEL_CFLAGS are more options of yours. With
# SKEL_CHECKS=1 undefined behaviour ends the process on the DSP where it happens.

SKEL_DIR := $(dir $(lastword $(MAKEFILE_LIST)))
SKEL_CC ?= clang-19
SKEL_SDK := $(wildcard $(addprefix $(SKEL_DIR),*.c *.h *.S *.cfg *.ld skel.mk include/*.h \
	include/*/*.h))
SKEL_PARTS := %.c %.cc %.cpp %.cxx %.S %.s %.o %.a %.so
SKEL_HEADERS := %.h %.hh %.hpp %.hxx %.inc

# What a library of these files is made of; an error if one of them is nothing known.
skel_parts = $(if $(filter-out $(SKEL_PARTS) $(SKEL_HEADERS),$1),$(error $@: what is \
	'$(filter-out $(SKEL_PARTS) $(SKEL_HEADERS),$1)'? A library is made of files $(subst \
	%,,$(SKEL_PARTS))))$(or $(filter $(SKEL_PARTS),$1),$(error $@: name its sources, as in \
	'$@: hello.c'))

lib%_skel.so: $(SKEL_SDK)
	$(SKEL_CC) --config=$(SKEL_DIR)skel.cfg $(if $(SKEL_CHECKS),--config=$(SKEL_DIR)checks.cfg) \
		-Wl,-soname,$(@F) $(SKEL_CFLAGS) $(call skel_parts,$(filter-out $(SKEL_SDK),$^)) \
		-o $@
