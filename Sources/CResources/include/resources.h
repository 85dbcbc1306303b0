#ifndef RESOURCES_H
#define RESOURCES_H

#pragma clang assume_nonnull begin

// Texts in UTF-8 that end with a zero byte.

// The look of a drawing's classes.
const unsigned char *resource_graph_style(void);

// The script of a graph's page: what computes and knows nothing of a page, then what belongs to the page.
const unsigned char *resource_page_mathematics(void);
const unsigned char *resource_page_stepping(void);

// The look of a graph's page, its drawing's included.
const unsigned char *resource_page_style(void);

const unsigned char *resource_report_script(void);

// The look of a chart that is a file of its own.
const unsigned char *resource_chart_file_style(void);

// The look of a report, but for the drawing's in it.
const unsigned char *resource_report_style(void);

#pragma clang assume_nonnull end

#endif
