// The scratch memory of convolutions, for one instruction set and element type (see lanes.h).

static ptrdiff_t NAME(convolution_scratch)(
    const bp_convolution *v, const bp_convolution_part *part, const bp_caches *caches)
{
    const NAME(sizes) s = NAME(sizes_of)(v);
    const ptrdiff_t rows = NAME(rows_of_part)(v, part), image = v->height * v->width;
    if (bp_convolution_by_squares(v)) {
        const ptrdiff_t y = NAME(squares_of)(NAME(source_of_x)(v, &s), rows, part->images, false, caches).end;
        const ptrdiff_t dx = NAME(squares_of)(NAME(source_of_dy)(v, &s), rows, part->images, false, caches).end;
        const ptrdiff_t dw = NAME(squares_of)(NAME(source_of_x)(v, &s), rows, part->images, true, caches).end;
        return NAME(padding) + NAME(largest)(y, NAME(largest)(dx, dw));
    }
    const ptrdiff_t lines = bp_convolution_by_lines(v) ? NAME(lines_of)(NAME(source_of_x)(v, &s), rows, caches).end : 0;
    const NAME(planes) p = NAME(forward_planes)(v, &s, rows, caches);
    const ptrdiff_t taps = s.depth * (ptrdiff_t)sizeof(int32_t) / (ptrdiff_t)sizeof(T) + 1;
    const ptrdiff_t forward = p.size + taps;
    const ptrdiff_t by_input = NAME(by_input_of)(v, &s, rows, caches).end;
    const ptrdiff_t by_weight = bp_convolution_by_sixteenths(v) ? NAME(sixteenths_of)(v, &s, rows, part->images, caches).end
        : NAME(by_weight_of)(v, &s, rows, caches).end;
    const PRODUCT_T one = { .m = rows, .n = image, .k = s.depth, .ldb = image };
    const PRODUCT_T other = { .m = rows, .n = image, .k = s.filters, .trans_a = true, .ldb = image };
    const ptrdiff_t product = NAME(is_product)(v, &s)
        ? NAME(largest)(NAME(product_scratch)(&one, caches), NAME(product_scratch)(&other, caches)) : 0;
    const ptrdiff_t across = NAME(largest)(
        NAME(across_of)(NAME(source_of_x)(v, &s), s.depth, rows, caches).end, NAME(dx_across)(v, &s, rows, caches).end);
    const NAME(depthwise) d = NAME(depthwise_of_y)(v, &s), e = NAME(depthwise_of_dx)(v, &s);
    const ptrdiff_t depthwise = NAME(largest)(NAME(goes_depthwise)(v, &s, &d, caches) ? d.end : 0,
                                              NAME(goes_depthwise)(v, &s, &e, caches) ? e.end : 0);
    return NAME(padding) + NAME(largest)(NAME(largest)(product, NAME(largest)(across, NAME(largest)(depthwise, lines))),
                                         NAME(largest)(forward, NAME(largest)(by_input, by_weight)));
}
