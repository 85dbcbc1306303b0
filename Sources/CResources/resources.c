// The scripts and styles of pages and drawings, as bytes in the program, so that it needs no files beside it.
//
// The files in Sources/BackpropDrawing/Resources are their only source; which of them a page has, and in which order, is
// written here and nowhere else.
//
// Why C: SwiftPM's own `embedInCode` writes every byte as an element of a Swift array. For these 92 kilobytes that took
// the Swift compiler 6.0 s of processor time in release and 12.6 s in debug, on a cloud machine of two cores with Swift
// 6.3.1. `#embed`, of C23 and Clang 19, takes less than 0.1 s for the whole target, and compiles it again when one of the
// files changes; BackpropDrawing takes as long as it did with the texts in Swift strings.

#include "resources.h"

#ifndef __has_embed
#error "Pages are put into the program by #embed, which Clang has from version 19 on."
#endif
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char graph_style[] = {
#embed "../BackpropDrawing/Resources/Drawing/graph.css"
    ,0};

// A blank line stands between two files of a script.
static const unsigned char page_mathematics[] = {
#embed "../BackpropDrawing/Resources/Page/rounding.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/tensors.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/operations.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/activations.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/reductions.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/rows.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/windows.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/numbers.js"
    ,0};

static const unsigned char page_stepping[] = {
#embed "../BackpropDrawing/Resources/Page/graph.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/words.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/rules.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/names.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/window.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/labels.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/drawing.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/zoom.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/room.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/widening.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/fractions.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/broadcasting.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/panel.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/local.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/listing.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/table.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/inputs.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/scrubbing.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/controls.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/sheets.js"
    ,'\n',
#embed "../BackpropDrawing/Resources/Page/printing.js"
    ,0};

static const unsigned char page_style[] = {
#embed "../BackpropDrawing/Resources/Page/frame.css"
    ,
#embed "../BackpropDrawing/Resources/Page/controls.css"
    ,
#embed "../BackpropDrawing/Resources/Page/panel.css"
    ,
#embed "../BackpropDrawing/Resources/Page/table.css"
    ,
#embed "../BackpropDrawing/Resources/Page/listing.css"
    ,
#embed "../BackpropDrawing/Resources/Drawing/graph.css"
    ,
#embed "../BackpropDrawing/Resources/Page/steps.css"
    ,
#embed "../BackpropDrawing/Resources/Page/media.css"
    ,0};

static const unsigned char report_script[] = {
#embed "../BackpropDrawing/Resources/Report/languages.js"
    ,
#embed "../BackpropDrawing/Resources/Report/charts.js"
    ,0};

static const unsigned char chart_file_style[] = {
#embed "../BackpropDrawing/Resources/Report/colours.css"
    ,
#embed "../BackpropDrawing/Resources/Report/charts.css"
    ,
#embed "../BackpropDrawing/Resources/Report/chart-file.css"
    ,0};

static const unsigned char report_style[] = {
#embed "../BackpropDrawing/Resources/Report/colours.css"
    ,
#embed "../BackpropDrawing/Resources/Report/frame.css"
    ,
#embed "../BackpropDrawing/Resources/Report/charts.css"
    ,
#embed "../BackpropDrawing/Resources/Report/tables.css"
    ,
#embed "../BackpropDrawing/Resources/Report/pictures.css"
    ,
#embed "../BackpropDrawing/Resources/Report/media.css"
    ,0};

const unsigned char *resource_graph_style(void) { return graph_style; }
const unsigned char *resource_page_mathematics(void) { return page_mathematics; }
const unsigned char *resource_page_stepping(void) { return page_stepping; }
const unsigned char *resource_page_style(void) { return page_style; }
const unsigned char *resource_report_script(void) { return report_script; }
const unsigned char *resource_chart_file_style(void) { return chart_file_style; }
const unsigned char *resource_report_style(void) { return report_style; }
